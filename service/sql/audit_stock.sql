-- The stock at the end of some days on some tiles, by two routes: what the outlines of hazardous areas and releases
-- leave open there, and what the entries add up to.
--
-- On each piece that stands on the day a type of hazard is open where no release of the account that searched for it
-- covers the ground (none whose work was done before the day since which releases count). Where pieces overlap, or
-- types of one piece have different pasts, the ground is cut along all outlines of open ground into cells, and each
-- cell is told by what is open on a point of it: confirmed where any confirmed area is open, and all the types.
with recursive tile as materialized (
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
day as materialized (
    select place::integer, day from unnest(cast(:days as date[])) with ordinality as t (day, place)
),
piece as materialized (
    select
        row_number() over () as id, x, y, classification, types, hazardous_from, hazardous_until, since, whole, geom
    from (
        select
            tile.x, tile.y, p.classification, p.types, p.hazardous_from, p.hazardous_until, p.since, p.geom as whole,
            st_collectionextract(st_intersection(p.geom, tile.geom, :grid_deg), 3) as geom
        from tile
        join hazard_piece p on upper_inf(p.recorded) and p.geom && tile.geom and st_intersects(p.geom, tile.geom)
    ) as met
    where not st_isempty(geom)
),
worked as materialized ( -- what releases covered between two of the days, by what they dealt with
    select
        row_number() over () as number, piece.id, worked.*
    from piece
    cross join lateral (
        select place, account, dealt_with, st_union(ground) as geom
        from (
            select
                r.account, r.ground, width_bucket(r.effective_date - 1, cast(:days as date[])) + 1 as place,
                case
                    when r.target_types is null then piece.types
                    else array(select unnest(piece.types) intersect select unnest(r.target_types) order by 1)
                end as dealt_with
            from account_release r
            where upper_inf(r.recorded)
              and r.ground && piece.geom
              and st_intersects(piece.geom, r.ground)
              and (piece.since is null or piece.since <= r.worked_on)
        ) as covering
        where dealt_with <> '{}' and place <= cardinality(cast(:days as date[]))
        group by place, account, dealt_with
    ) worked
),
past as materialized ( -- types with the same past are looked at once
    select id, account, array_agg(type order by type) as types, past
    from (
        select
            piece.id, account.code as account, type,
            array(
                select number from worked
                where worked.id = piece.id and worked.account = account.code and type = any (dealt_with) order by number
            ) as past
        from piece
        cross join account
        cross join unnest(piece.types) as type
    ) as hazard
    group by id, account, past
),
left_open as (
    select past.id, past.account, past.types, past.past, 0 as place, piece.geom from past join piece using (id)
    union all
    select
        o.id, o.account, o.types, o.past, o.place + 1,
        coalesce(
            (
                select st_collectionextract(st_difference(o.geom, st_union(w.geom), :grid_deg), 3)
                from worked w
                where w.id = o.id and w.place = o.place + 1 and w.number = any (o.past)
                having count(*) > 0
            ),
            o.geom
        )
    from left_open o
    where o.place < cardinality(cast(:days as date[]))
),
standing as materialized (
    select
        row_number() over () as number, piece.id, x, y, day, account, classification, left_open.types, whole,
        left_open.geom
    from left_open
    join piece using (id)
    join day using (place)
    where hazardous_from <= day and (hazardous_until is null or day < hazardous_until)
      and not st_isempty(left_open.geom)
),
crossed as materialized ( -- neighbours that share an edge need no cutting
    select s.*, st_clusterdbscan(s.geom, 0, 1) over (partition by x, y, day, account) as cluster
    from standing s
    where exists (
        select from standing other
        where (other.x, other.y, other.day, other.account) = (s.x, s.y, s.day, s.account)
          and other.number <> s.number
          and other.geom && s.geom
          and (
              other.id = s.id
              or st_relate(other.whole, s.whole, '2********')
              and ground_area_m2(st_collectionextract(st_intersection(other.whole, s.whole, :grid_deg), 3)) >= :sliver_m2
          )
    )
),
cut as materialized (
    select x, y, day, account, cluster, (st_dump(st_polygonize(lines))).geom
    from (
        select x, y, day, account, cluster, st_unaryunion(st_collect(st_boundary(geom))) as lines
        from crossed
        group by x, y, day, account, cluster
    ) as noded
    group by x, y, day, account, cluster
),
cell as materialized (
    -- The point must lie inside by more than noding moves a line; where a cell runs out into a needle
    -- ST_PointOnSurface may give a vertex, and the slower way to a point is taken.
    select
        row_number() over () as id, cut.*,
        case
            when st_distance(st_pointonsurface(geom), st_boundary(geom)) > 1e-9 then st_pointonsurface(geom)
            else (st_maximuminscribedcircle(geom)).center
        end as point
    from cut
),
covered as (
    select cell.id, cell.x, cell.y, cell.day, cell.account, cell.geom, crossed.classification, crossed.types
    from cell
    join crossed using (x, y, day, account, cluster)
    where crossed.geom && cell.point and st_intersects(crossed.geom, cell.point)
    union all
    select -number, x, y, day, account, geom, classification, types
    from standing
    where number not in (select number from crossed)
),
stock as (
    select
        x, y, day, account, ground_area_m2(geom) as area_m2,
        case when bool_or(classification = 'cha') then 'cha' else 'sha' end as classification,
        array_agg(distinct type order by type) as types
    from covered
    cross join unnest(types) as type
    group by id, x, y, day, account, geom
),
moved as (
    select
        tile.x, tile.y, e.account, e.effective_date, side.classification, side.types, side.sign * part.area_m2 as area_m2
    from tile
    join ledger_entry e on upper_inf(e.recorded) and e.geom && tile.geom and e.cause <> 'released_outside'
    cross join lateral (
        select case
            when st_xmin(e.geom) >= st_xmin(tile.geom) and st_xmax(e.geom) <= st_xmax(tile.geom)
                and st_ymin(e.geom) >= st_ymin(tile.geom) and st_ymax(e.geom) <= st_ymax(tile.geom) then e.area_m2
            else ground_area_m2(st_collectionextract(st_intersection(e.geom, tile.geom, :grid_deg), 3))
        end as area_m2
    ) part
    cross join lateral (
        values (e.class_before, e.types_before, -1), (e.class_after, e.types_after, 1)
    ) side (classification, types, sign)
    where side.classification is not null
),
counted as (
    select x, y, account, day, classification, types, area_m2 as expected_m2, 0 as found_m2 from stock
    union all
    select x, y, account, day, classification, types, 0, area_m2 from moved join day on effective_date <= day
)
select
    x, y, account, day, classification,
    cast(:class_of_types as jsonb) ->> array_to_string(types, ',') as contamination_class,
    sum(expected_m2) as expected_m2, sum(found_m2) as found_m2,
    (
        select string_agg(distinct a.code, ', ' order by a.code)
        from tile
        join hazard_piece p on upper_inf(p.recorded) and p.geom && tile.geom and st_intersects(p.geom, tile.geom)
        join hazardous_area a on a.id = p.hazardous_area_id
        where (tile.x, tile.y) = (counted.x, counted.y)
    ) as codes
from counted
group by 1, 2, 3, 4, 5, 6
