-- Pairs of nets of one account on some tiles that free the same ground, though no hazardous area opened it again in
-- between: one that begins by the day of the second, and either does not count the work of the first or holds a type
-- that the first did not search for.
with tile as materialized (
    select st_makeenvelope(
        x * cast(:tile_deg as double precision), y * cast(:tile_deg as double precision),
        (x + 1) * cast(:tile_deg as double precision), (y + 1) * cast(:tile_deg as double precision), 4326
    ) as geom
    from unnest(cast(:columns as integer[]), cast(:rows as integer[])) as t (x, y)
),
net as materialized (
    select distinct on (e.id) e.id, e.account, e.geom
    from tile
    join ledger_entry e on upper_inf(e.recorded) and e.cause in ('released', 'released_outside') and e.geom && tile.geom
),
shared as materialized (
    select net.id, other.id as other_id, other.geom
    from net
    cross join lateral (
        select e.id, st_collectionextract(st_intersection(net.geom, e.geom, :grid_deg), 3) as geom
        from ledger_entry e
        where upper_inf(e.recorded)
          and e.cause in ('released', 'released_outside')
          and e.account = net.account
          and e.geom && net.geom
          and e.id > net.id
        offset 0
    ) other
    where st_area(other.geom) > 0 and ground_area_m2(other.geom) > :sliver_m2
),
side as materialized (
    select
        shared.id, shared.other_id, shared.geom, e.id as entry_id, e.account, i.code, r.effective_date, r.worked_on,
        r.target_types,
        row_number() over (
            partition by shared.id, shared.other_id order by r.effective_date, r.method_rank, i.code collate "C", e.id
        ) as place
    from shared
    join ledger_entry e on e.id in (shared.id, shared.other_id)
    join release_area i on i.id = e.release_area_id
    left join account_release r
        on upper_inf(r.recorded) and (r.account, r.release_area_id) = (e.account, e.release_area_id)
)
select
    'release_areas' as layer, second.code, 'entry' as part, second.entry_id as number, second.account,
    'released_twice_m2' as aspect, '0' as expected, round(ground_area_m2(twice.geom)::numeric, 2)::text as found,
    first.code as other
from side first
join side second on (second.id, second.other_id) = (first.id, first.other_id) and (first.place, second.place) = (1, 2)
cross join lateral (
    select st_collectionextract(
        st_difference(first.geom, coalesce(st_union(p.geom), 'SRID=4326;POLYGON EMPTY'), :grid_deg), 3
    ) as geom
    from hazard_piece p
    where upper_inf(p.recorded)
      and p.geom && first.geom
      and p.hazardous_from <= second.effective_date
      and (p.since > first.worked_on or not p.types <@ first.target_types)
    offset 0
) twice
where ground_area_m2(twice.geom) > :sliver_m2
order by second.code, second.entry_id
limit :finding_limit
