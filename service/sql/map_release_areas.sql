-- Ground released between two days, both included, as it was reported; what it counts is the ledger's business.
with wanted_district as (
    select v.geom
    from district i
    join district_version v on v.district_id = i.id and v.recorded @> cast(:as_known_at as timestamptz)
    where i.code = :district_code
)
select
    i.id, i.code, v.release_method, v.basis, v.effective_date, v.area_m2, o.code as organisation, t.code as task_code,
    ST_AsBinary(v.geom) as geometry
from release_area i
join release_area_version v on v.release_area_id = i.id and v.recorded @> cast(:as_known_at as timestamptz)
left join organisation o on o.id = v.organisation_id
left join task t on t.id = v.task_id
left join district d on d.id = v.district_id
where v.visibility = any(:visibilities)
    and v.effective_date between :released_from and :as_of
    and (
        cast(:district_code as text) is null or d.code = :district_code
        or exists (select from wanted_district w where ST_Intersects(w.geom, v.geom))
    )
order by v.effective_date, i.code
