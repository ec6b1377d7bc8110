-- The hazardous areas that had put ground into stock by the end of a day, as known at an instant: how each began and
-- ended, what it was last, and where most of its ground lies. Only of one that stood on the day are size and point told.
with piece as materialized (
    select *
    from hazard_piece
    where recorded @> cast(:as_known_at as timestamptz)
      and hazardous_from <= :as_of
),
area as (
    select
        hazardous_area_id,
        min(hazardous_from) as began_on,
        nullif(max(coalesce(hazardous_until, 'infinity')), 'infinity') as ended_on,
        (array_agg(is_successor order by hazardous_from, id))[1] as is_successor,
        (array_agg(is_succeeded order by coalesce(hazardous_until, 'infinity') desc, id))[1] as is_succeeded
    from piece
    group by hazardous_area_id
),
last_piece as (
    select distinct on (hazardous_area_id) hazardous_area_id, classification, types, district_id
    from piece
    order by hazardous_area_id, hazardous_from desc, id desc
),
ground as materialized (
    select hazardous_area_id, st_multi(st_union(geom)) as geom
    from piece
    where hazardous_until is null or hazardous_until > :as_of
    group by hazardous_area_id
),
standing as materialized (
    select hazardous_area_id, ground_area_m2(geom) as area_m2, st_pointonsurface(geom) as point from ground
),
-- Of an area that the ledger splits, the district with most of it.
booked as (
    select distinct on (hazardous_area_id) hazardous_area_id, district_after_id
    from (
        select e.hazardous_area_id, e.district_after_id, sum(e.area_m2) as area_m2
        from ledger_entry as e
        where e.hazardous_area_id is not null
          and e.account = 'certified'
          and e.class_after is not null
          and e.recorded @> cast(:as_known_at as timestamptz)
        group by e.hazardous_area_id, e.district_after_id
    ) as share
    order by hazardous_area_id, area_m2 desc, district_after_id
)
select
    hazardous_area.code,
    district.code as district,
    last_piece.classification,
    last_piece.types,
    coalesce(told.status, 'open') as status,
    version.visibility = any(cast(:audience as text[])) and not exists (
        select from hazardous_area_version as later
        where later.hazardous_area_id = version.hazardous_area_id
          and later.version > version.version
          and later.visibility <> all(cast(:audience as text[]))
    ) as is_visible,
    area.began_on,
    area.ended_on,
    area.is_successor,
    area.is_succeeded,
    standing.area_m2,
    st_x(standing.point) as lon,
    st_y(standing.point) as lat
from area
join last_piece using (hazardous_area_id)
join hazardous_area on hazardous_area.id = area.hazardous_area_id
join hazardous_area_version as version
    on version.hazardous_area_id = area.hazardous_area_id and version.recorded @> cast(:as_known_at as timestamptz)
left join standing on standing.hazardous_area_id = area.hazardous_area_id
left join booked on booked.hazardous_area_id = area.hazardous_area_id
left join district on district.id = coalesce(booked.district_after_id, last_piece.district_id)
-- The status that held on the day: one that came later did not yet.
left join lateral (
    select earlier.status
    from hazardous_area_version as earlier
    where earlier.hazardous_area_id = area.hazardous_area_id
      and earlier.version <= version.version
      and earlier.status not in ('draft', 'closed')
      and coalesce(earlier.status_changed_on, earlier.identified_on) <= :as_of
    order by earlier.version desc
    limit 1
) as told on true
order by hazardous_area.code
