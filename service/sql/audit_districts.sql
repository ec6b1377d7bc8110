-- Entries whose ground lies in another district than the one they name. While boundaries are not authoritative a stated
-- district takes all that its record moves; else geometry decides, and what lies outside every district goes to the
-- nearest one within the tolerance.
with authority as materialized (
    select coalesce(bool_and(is_authoritative), false) as is_given
    from district_version
    where geom is not null and upper_inf(recorded)
),
boundary as materialized (
    select district_id, geom from district_version where geom is not null and upper_inf(recorded)
),
entry as (
    select
        e.id, e.district_id, e.geom,
        case when not authority.is_given then coalesce(v.district_id, h.district_id) end as stated_id
    from ledger_entry e
    cross join authority
    left join release_area_version v on upper_inf(v.recorded) and v.release_area_id = e.release_area_id
    left join hazardous_area_version h on upper_inf(h.recorded) and h.hazardous_area_id = e.hazardous_area_id
    where upper_inf(e.recorded)
),
beyond as materialized ( -- polygons outside the district that is named
    select entry.id, entry.district_id, polygon.geom
    from entry
    left join boundary using (district_id)
    cross join lateral st_dump(st_collectionextract(
        st_difference(entry.geom, coalesce(boundary.geom, 'SRID=4326;POLYGON EMPTY'), :grid_deg), 3
    )) polygon
    where stated_id is null
      and not coalesce(st_covers(boundary.geom, st_envelope(entry.geom)), false)
),
wrong as (
    select id, stated_id as expected_id
    from entry
    where stated_id is not null and stated_id is distinct from district_id
    union all
    select beyond.id, coalesce(inside.district_id, nearest.district_id)
    from beyond
    left join lateral (
        select b.district_id
        from boundary b
        where b.geom && beyond.geom
          and ground_area_m2(st_collectionextract(st_intersection(b.geom, beyond.geom, :grid_deg), 3)) > :sliver_m2
        limit 1
    ) inside on true
    left join lateral (
        select b.district_id
        from boundary b
        where inside.district_id is null
          and st_dwithin(b.geom::geography, beyond.geom::geography, :district_tolerance_m)
        order by st_distance(b.geom::geography, beyond.geom::geography), b.district_id = beyond.district_id desc
        limit 1
    ) nearest on true
    where ground_area_m2(beyond.geom) > :sliver_m2
      and coalesce(inside.district_id, nearest.district_id) is distinct from beyond.district_id
)
select distinct
    case when e.release_area_id is null then 'hazardous_areas' else 'release_areas' end as layer,
    coalesce(r.code, h.code) as code, 'entry' as part, e.id as number, e.account, 'district' as aspect,
    expected.code as expected, found.code as found, null as other
from wrong
join ledger_entry e using (id)
left join release_area r on r.id = e.release_area_id
left join hazardous_area h on h.id = e.hazardous_area_id
left join district expected on expected.id = wrong.expected_id
left join district found on found.id = e.district_id
order by layer, code, number
limit :finding_limit
