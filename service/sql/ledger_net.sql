-- The net of each affected release: what it freed inside recorded hazard, and what it covers outside it.
--
-- A type of hazard is open on a piece of ground until a release that searched for that type covers it (one that was
-- not before the day since which releases count for the piece). Inside: the ground open for some type that the release
-- searched for, less the ground that stays open for a type it did not search for. Outside: what no piece was recorded
-- on by that day and no earlier release covers.
create temporary table ledger_net on commit drop as
with hazard as ( -- each type on each piece, with the earlier releases that dealt with it
    select
        h.n, h.piece, type,
        r.target_types is null or type = any (r.target_types) as is_targeted,
        coalesce(
            array_agg(e.place order by e.place) filter (
                where (e.target_types is null or type = any (e.target_types))
                  and (h.since is null or h.since <= e.effective_date)
            ),
            '{}'
        ) as dealt_with_by
    from ledger_recorded h
    join ledger_affected r using (n)
    cross join unnest(h.types) as type
    left join ledger_earlier e using (n)
    where h.is_standing
    group by h.n, h.piece, type, is_targeted
),
ground as ( -- types and pieces with the same past are looked at once
    select n, is_targeted, dealt_with_by, st_union(h.ground order by h.piece) as geom
    from (select distinct n, piece, is_targeted, dealt_with_by from hazard) as past
    join ledger_recorded h using (n, piece)
    group by n, is_targeted, dealt_with_by
),
past as (
    select n, dealt_with_by, st_union(e.ground order by e.place) as geom
    from (select distinct n, dealt_with_by from hazard) as each
    join ledger_earlier e using (n)
    where e.place = any (dealt_with_by)
    group by n, dealt_with_by
),
open as (
    select
        n, is_targeted, dealt_with_by,
        case
            when past.geom is null then ground.geom
            else st_collectionextract(st_difference(ground.geom, past.geom), 3)
        end as geom
    from ground
    left join past using (n, dealt_with_by)
),
freed as (
    select
        n,
        st_union(geom order by dealt_with_by) filter (where is_targeted) as geom,
        st_union(geom order by dealt_with_by) filter (where not is_targeted) as still_open
    from open
    group by n
),
known as ( -- recorded as hazardous or released before
    select n, st_union(ground order by place) as geom
    from (
        select n, -piece as place, ground from ledger_recorded
        union all
        select n, place, ground from ledger_earlier
    ) as either
    where not exists (select from ledger_recorded h where h.n = either.n and h.is_whole)
    group by n
)
select
    n, true as is_inside,
    case when still_open is null then geom else st_collectionextract(st_difference(geom, still_open), 3) end as geom
from freed
where geom is not null
union all
select
    n, false as is_inside,
    case when known.geom is null then r.ground else st_collectionextract(st_difference(r.ground, known.geom), 3) end
from ledger_affected r
left join known using (n)
where not exists (select from ledger_recorded h where h.n = r.n and h.is_whole)
