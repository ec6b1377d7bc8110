-- The ground released outside recorded hazard on some tiles, by two routes: the union of all releases, and what the
-- entries add up to; both without the ground on which a hazardous area was ever recorded.
with tile as materialized (
    select
        x, y,
        st_segmentize(
            st_makeenvelope(
                x * cast(:tile_deg as double precision), y * cast(:tile_deg as double precision),
                (x + 1) * cast(:tile_deg as double precision), (y + 1) * cast(:tile_deg as double precision), 4326
            ),
            0.001
        ) as geom
    from unnest(cast(:columns as integer[]), cast(:rows as integer[])) as t (x, y)
),
recorded as materialized (
    select tile.*, coalesce(p.geom, 'SRID=4326;POLYGON EMPTY') as hazard
    from tile
    cross join lateral (
        select st_union(st_collectionextract(
            st_intersection(p.geom, st_expand(tile.geom, cast(:tile_deg as double precision)), :grid_deg), 3
        )) as geom
        from hazard_piece p
        where upper_inf(p.recorded) and p.geom && tile.geom and st_intersects(p.geom, tile.geom)
    ) p
),
counted as (
    select
        recorded.x, recorded.y, r.account,
        ground_area_m2(st_collectionextract(
            st_difference(
                st_collectionextract(st_intersection(st_union(r.ground), recorded.geom, :grid_deg), 3),
                recorded.hazard, :grid_deg
            ), 3
        )) as expected_m2,
        0 as found_m2
    from recorded
    join account_release r
        on upper_inf(r.recorded)
        and r.ground && recorded.geom
        and st_intersects(recorded.geom, r.ground)
        and not st_covers(recorded.hazard, r.ground)
    group by recorded.x, recorded.y, r.account, recorded.geom, recorded.hazard
    union all
    select
        recorded.x, recorded.y, e.account, 0,
        ground_area_m2(st_collectionextract(
            st_difference(
                st_collectionextract(st_intersection(e.geom, recorded.geom, :grid_deg), 3), recorded.hazard, :grid_deg
            ), 3
        ))
    from recorded
    join ledger_entry e
        on upper_inf(e.recorded)
        and e.cause = 'released_outside'
        and e.geom && recorded.geom
)
select
    x, y, account, null as day, null as classification, null as contamination_class,
    sum(expected_m2) as expected_m2, sum(found_m2) as found_m2, null as codes
from counted
group by x, y, account
