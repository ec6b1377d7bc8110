-- Hazardous areas as they stood at the end of a day: of each, the latest version whose status held by then.
with wanted_district as (
    select v.geom
    from district i
    join district_version v on v.district_id = i.id and v.recorded @> cast(:as_known_at as timestamptz)
    where i.code = :district_code
)
select distinct on (i.code)
    i.id, i.code, v.classification, v.status,
    (select array_agg(t.contamination_type) from hazardous_area_version_contamination_type t
        where t.version_id = v.id) as contamination_types,
    v.area_m2, v.identified_on, o.code as organisation, d.code as district_code, ST_AsBinary(v.geom) as geometry
from hazardous_area i
join hazardous_area_version v on v.hazardous_area_id = i.id
left join organisation o on o.id = v.organisation_id
left join district d on d.id = v.district_id
where lower(v.recorded) <= :as_known_at
    and exists (
        select from hazardous_area_version known
        where known.hazardous_area_id = i.id and known.recorded @> cast(:as_known_at as timestamptz)
            and known.visibility = any(:visibilities)
    )
    and v.identified_on <= :as_of
    and coalesce(v.status_changed_on, v.identified_on) <= :as_of
    and (
        cast(:district_code as text) is null or d.code = :district_code
        or exists (select from wanted_district w where ST_Intersects(w.geom, v.geom))
    )
order by i.code, v.version desc
