-- Entries and versions whose area is not what PostGIS measures of their geometry on the ellipsoid, entries that hold a
-- polygon below the sliver's area (which the ledger measures on a plane, to some per cent), and versions whose ground
-- is not the outline that was uploaded.
select layer, code, part, number, account, aspect, expected, found, null as other
from (
    select
        case when e.release_area_id is null then 'hazardous_areas' else 'release_areas' end as layer,
        coalesce(r.code, h.code) as code, 'entry' as part, e.id as number, e.account, wrong.*
    from ledger_entry e
    left join release_area r on r.id = e.release_area_id
    left join hazardous_area h on h.id = e.hazardous_area_id
    cross join lateral (select ground_area_m2(e.geom) as area_m2 offset 0) measured
    cross join lateral (
        select 'area_m2' as aspect, measured.area_m2::text as expected, e.area_m2::text as found
        where abs(measured.area_m2 - e.area_m2) > greatest(:sliver_m2, measured.area_m2 * cast(:share as double precision))
        union all
        select 'sliver_m2', null, min(polygon.area_m2)::text
        from (
            select ground_area_m2(geom) as area_m2 from st_dump(e.geom) where st_numgeometries(e.geom) > 1
            union all
            select measured.area_m2 where st_numgeometries(e.geom) = 1
        ) as polygon
        having min(polygon.area_m2) < 0.9 * cast(:sliver_m2 as double precision)
    ) wrong
    union all
    select v.layer, v.code, 'version', v.version, null, wrong.*
    from (
        select 'release_areas' as layer, i.code, v.version, v.geom, v.ground, v.area_m2
        from release_area_version v
        join release_area i on i.id = v.release_area_id
        where v.geom is not null
        union all
        select 'hazardous_areas', i.code, v.version, v.geom, v.ground, v.area_m2
        from hazardous_area_version v
        join hazardous_area i on i.id = v.hazardous_area_id
        where v.geom is not null
    ) v
    cross join lateral (select coalesce(ground_area_m2(v.ground), 0) as area_m2 offset 0) measured
    cross join lateral (
        select 'area_m2' as aspect, measured.area_m2::text as expected, v.area_m2::text as found
        where abs(measured.area_m2 - coalesce(v.area_m2, 0))
            > greatest(:sliver_m2, measured.area_m2 * cast(:share as double precision))
        union all
        select 'ground_m2', '0', ground_area_m2(st_collectionextract(differing.geom, 3))::text
        from (select st_symdifference(v.geom, coalesce(v.ground, 'SRID=4326;POLYGON EMPTY'), :grid_deg) as geom) differing
        where v.ground is distinct from v.geom
          and ground_area_m2(st_collectionextract(differing.geom, 3)) > :sliver_m2
    ) wrong
) as measured
order by layer, code, number
limit :finding_limit
