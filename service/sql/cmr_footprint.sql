-- The ground around finds of submunitions that has been cleared by the end of a day, as known at an instant, beside what
-- was cleared under a class with cluster remnants (domain.md 8.6).
with find as (
    select lot.geom, lot.quantity
    from counted_items(:as_known_at) as lot
    where lot.eo_category = 'submunition' and lot.is_hazardous and lot.found_on <= :as_of
),
-- In small parts, each of which meets little cleared ground.
part as materialized (
    select st_subdivide(st_union(st_buffer(place.geom::geography, :buffer_m, 'quad_segs=16')::geometry)) as geom
    from (select distinct find.geom from find where find.geom is not null) as place
),
footprint as (
    select sum(
        ground_area_m2(st_multi(st_collectionextract(st_intersection(part.geom, cleared.geom), 3)))
    ) as area_m2
    from part
    cross join lateral (
        select st_union(r.ground) as geom
        from account_release as r
        where r.account = :account
            and r.release_method = 'cleared'
            and r.recorded @> cast(:as_known_at as timestamptz)
            and r.effective_date <= :as_of
            and st_intersects(r.ground, part.geom)
    ) as cleared
),
classed as (
    select sum(e.area_m2::numeric)::double precision as area_m2
    from ledger_entry as e
    where e.account = :account
        and e.cause in ('released', 'released_outside')
        and e.release_method = 'cleared'
        and e.contamination_class in ('cmr', 'mines_and_cmr')
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.effective_date <= :as_of
)
select
    coalesce(footprint.area_m2, 0) as footprint_m2,
    coalesce(classed.area_m2, 0) as classed_cleared_m2,
    (select coalesce(sum(find.quantity), 0) from find where find.geom is not null)::bigint as located_count,
    (select coalesce(sum(find.quantity), 0) from find where find.geom is null)::bigint as unlocated_count
from footprint
cross join classed
