-- The outlines that a change at a stamp brought, as drawn, by account, district and method, and what was reported of
-- releases without an outline.
select
    r.account, district.code as district, r.release_method as method,
    coalesce(sum(ground_area_m2(share.geom)), 0) as gross_m2,
    coalesce(sum(r.area_reported_m2) filter (where r.ground is null), 0) as without_outline_m2
from account_release r
left join lateral district_shares(r.ground, r.district_id, :stamp, :district_tolerance_m) share on r.ground is not null
left join district on district.id = coalesce(share.district_id, case when r.ground is null then r.district_id end)
where lower(r.recorded) = :stamp
group by r.account, district.code, r.release_method
union all
select account.code, district.code, null, sum(v.area_m2), 0
from hazardous_area_version v
cross join account
left join district on district.id = v.district_id
where lower(v.recorded) = :stamp and v.area_m2 is not null
group by account.code, district.code
