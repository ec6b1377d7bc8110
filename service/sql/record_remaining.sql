-- What is left of one hazardous area in each account at the end of a day, as known at an instant: the ground of its
-- pieces that stood then and on which some recorded type has not been dealt with (no work before the day since which it
-- counts). Where other areas lie on the same ground makes no difference here.
with piece as materialized (
    select p.id, p.types, p.since, p.geom
    from hazard_piece p
    where p.hazardous_area_id = :hazardous_area_id
      and p.recorded @> cast(:at as timestamptz)
      and p.hazardous_from <= :as_of
      and (p.hazardous_until is null or p.hazardous_until > :as_of)
),
open as (
    select
        piece.id, account.code as account,
        case
            when dealt_with.geom is null then piece.geom
            else st_collectionextract(st_difference(piece.geom, dealt_with.geom), 3)
        end as geom
    from piece
    cross join account
    cross join unnest(piece.types) as type
    cross join lateral (
        select st_union(r.ground) as geom
        from account_release r
        where r.account = account.code
          and r.recorded @> cast(:at as timestamptz)
          and r.effective_date <= :as_of
          and (piece.since is null or piece.since <= r.worked_on)
          and (r.target_types is null or type = any (r.target_types))
          and r.ground && piece.geom
          and st_intersects(r.ground, piece.geom)
    ) as dealt_with
)
select account.code as account, coalesce(sum(ground_area_m2(left_of_piece.geom)), 0) as remaining_m2
from account
left join (
    select account, id, st_multi(st_union(geom)) as geom from open group by account, id
) as left_of_piece on left_of_piece.account = account.code
group by account.code
order by account.code
