-- The entries that ought to stand: each passage within each district. A release's ground goes to the district that it
-- states, stock to the one that its hazardous area states; where nothing is stated geometry decides. What lies in one
-- district is taken as it is; the rest is cut, and polygons that the cut leaves below the sliver's area are dropped.
create temporary table ledger_due on commit drop as
with placed as (
    select
        row_number() over () as number, p.*, e.stated_district_id,
        p.district_id is not null
            or e.stated_district_id is not null
            and (p.class_before is null or p.district_before_id is not null)
            and (p.class_after is null or p.district_after_id is not null) as is_whole
    from ledger_passage p
    join ledger_event e using (n)
),
polygon as (
    select p.number, share.district_id, part.path, part.geom, ground_area_m2(part.geom) as area_m2
    from placed p
    cross join lateral district_shares(p.ground, null, :stamp, :district_tolerance_m) share
    cross join lateral st_dump(share.geom) part
    where not p.is_whole
),
share as (
    select number, district_id, ground as geom, ground_area_m2(ground) as area_m2
    from placed
    where is_whole
    union all
    select
        number, district_id,
        st_multi(case when count(*) = 1 then st_collect(geom) else st_union(geom order by path, geom) end),
        sum(area_m2 order by path, geom)
    from polygon
    where area_m2 >= :sliver_m2
    group by number, district_id
)
select
    row_number() over () as number,
    e.account, p.cause, e.release_area_id, e.hazardous_area_id,
    coalesce(e.release_area_id, e.hazardous_area_id) as record_id,
    coalesce(e.stated_district_id, share.district_id) as district_id,
    e.effective_date, e.release_method,
    case when e.kind = 'release' then
        cast(:class_of_types as jsonb) ->> coalesce(array_to_string(e.target_types, ','), 'unknown')
    end as contamination_class,
    p.class_before, p.types_before,
    case when p.class_before is not null then coalesce(p.district_before_id, share.district_id) end
        as district_before_id,
    p.class_after, p.types_after,
    case when p.class_after is not null then coalesce(p.district_after_id, share.district_id) end as district_after_id,
    share.geom, share.area_m2
from share
join placed p using (number)
join ledger_event e using (n)
