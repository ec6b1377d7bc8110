-- Tasks that had been ordered or begun by the end of a day; of some neither day is known.
with wanted_district as (
    select v.geom
    from district i
    join district_version v on v.district_id = i.id and v.recorded @> cast(:as_known_at as timestamptz)
    where i.code = :district_code
)
select i.id, i.code, v.task_type, v.status, o.code as organisation, ST_AsBinary(v.geom) as geometry
from task i
join task_version v on v.task_id = i.id and v.recorded @> cast(:as_known_at as timestamptz)
left join organisation o on o.id = v.organisation_id
left join district d on d.id = v.district_id
where v.visibility = any(:visibilities)
    and coalesce(v.issued_on, v.started_on, :as_of) <= :as_of
    and (
        cast(:district_code as text) is null or d.code = :district_code
        or exists (select from wanted_district w where ST_Intersects(w.geom, v.geom))
    )
order by i.code
