-- What is left of hazardous areas in the certified account: the ground of their pieces on which some recorded type has
-- not been dealt with by an accepted release (no work before the day since which it counts). Other areas on the same
-- ground are not looked at, nor is the end of a piece: whether it may end is the question.
with piece as materialized (
    select p.id, h.code, p.types, p.since, p.geom
    from hazard_piece p
    join hazardous_area h on h.id = p.hazardous_area_id
    where h.code = any (:codes) and upper_inf(p.recorded) and p.hazardous_from <= :today
),
open as (
    select
        piece.id, piece.code,
        case
            when dealt_with.geom is null then piece.geom
            else st_collectionextract(st_difference(piece.geom, dealt_with.geom), 3)
        end as geom
    from piece
    cross join unnest(piece.types) as type
    cross join lateral (
        select st_union(r.ground) as geom
        from account_release r
        where r.account = 'certified'
          and upper_inf(r.recorded)
          and r.effective_date <= :today
          and (piece.since is null or piece.since <= r.worked_on)
          and (r.target_types is null or type = any (r.target_types))
          and r.ground && piece.geom
          and st_intersects(r.ground, piece.geom)
    ) as dealt_with
)
select code, sum(area_m2) as remaining_m2
from (select id, code, ground_area_m2(st_multi(st_union(geom))) as area_m2 from open group by id, code) as left_of_piece
group by code
