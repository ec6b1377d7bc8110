-- Hazardous areas that are recorded without a polygon and not closed, as far as is known: listed, in no total.
select
    v.classification, district.code as district, v.area_reported_m2::numeric as area_reported_m2,
    (
        select array_agg(t.contamination_type)
        from hazardous_area_version_contamination_type t
        where t.version_id = v.id
    ) as types
from hazardous_area_version v
left join district on district.id = v.district_id
where v.ground is null
  and v.classification in ('sha', 'cha')
  and v.status not in ('draft', 'closed')
  and v.identified_on <= :as_of
  and v.recorded @> cast(:as_known_at as timestamptz)
