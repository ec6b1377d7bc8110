-- The stock at the end of a day, in both accounts, as ground on which the same is open everywhere.
--
-- On each piece that stands on the day a type of hazard is open where no release of the account that searched for it
-- covers the ground (none before the day since which releases count). Pieces that overlap are cut along all outlines
-- of open ground into cells, and each cell is told by what is open on a point of it: confirmed where any confirmed
-- area is open, and all the types open there. Areas are summed exactly, so that no order of rows changes a digit.
with standing as materialized (
    select p.id, p.hazardous_area_id, p.classification, p.types, p.since, p.geom
    from hazard_piece p
    where p.recorded @> cast(:as_known_at as timestamptz)
      and p.hazardous_from <= :as_of
      and (p.hazardous_until is null or :as_of < p.hazardous_until)
),
piece as materialized ( -- neighbours that share an edge need no cutting
    select
        p.*,
        case when is_overlapped then st_clusterdbscan(p.geom, 0, 1) over (partition by is_overlapped) else -p.id end
            as cluster
    from (
        select
            p.*,
            exists (
                select from standing other
                where other.id <> p.id and other.geom && p.geom and st_relate(other.geom, p.geom, '2********')
            ) as is_overlapped
        from standing p
    ) p
),
worked as materialized ( -- what releases covered, by what they searched for
    select p.id, r.account, r.target_types, st_union(r.ground) as geom
    from piece p
    join account_release r on r.ground && p.geom and st_intersects(p.geom, r.ground)
    where r.recorded @> cast(:as_known_at as timestamptz)
      and r.effective_date <= :as_of
      and (p.since is null or p.since <= r.effective_date)
    group by p.id, r.account, r.target_types
),
hazard as materialized (
    select
        p.id, account.code as account, type,
        (
            select st_union(w.geom) from worked w
            where w.id = p.id and w.account = account.code
              and (w.target_types is null or type = any (w.target_types))
        ) as dealt_with
    from piece p
    cross join account
    cross join unnest(p.types) as type
),
open as materialized ( -- types with the same past are looked at once
    select
        p.cluster, p.id, p.classification, p.hazardous_area_id, hazard.account, array_agg(type) as types,
        case
            when dealt_with is null then p.geom
            else st_collectionextract(st_difference(p.geom, dealt_with), 3)
        end as geom
    from hazard
    join piece p using (id)
    group by p.cluster, p.id, p.classification, p.hazardous_area_id, p.geom, hazard.account, dealt_with
),
outline as (
    select cluster, count(distinct geom) as outline_count
    from open
    where not st_isempty(geom)
    group by cluster
),
cell as materialized (
    select row_number() over () as cell, cluster, geom, point
    from (
        select distinct open.cluster, open.geom, st_pointonsurface(open.geom) as point
        from open
        join outline using (cluster)
        where outline_count = 1 and not st_isempty(open.geom)
        union all
        -- The point must lie inside by more than noding moves a line; where a cell runs out into a needle
        -- ST_PointOnSurface may give a vertex, and the slower way to a point is taken.
        select
            cluster, geom,
            case
                when st_distance(st_pointonsurface(geom), st_boundary(geom)) > 1e-9 then st_pointonsurface(geom)
                else (st_maximuminscribedcircle(geom)).center
            end as point
        from (
            select cluster, (st_dump(st_polygonize(lines))).geom
            from (
                select open.cluster, st_unaryunion(st_collect(st_boundary(open.geom))) as lines
                from open
                join outline using (cluster)
                where outline_count > 1
                group by open.cluster
            ) as noded
            group by cluster
        ) as cut
    ) as either
),
stock as (
    select
        cell.cell,
        bool_or(open.classification = 'cha') filter (where account = 'operational') as is_operational_cha,
        bool_or(open.classification = 'cha') filter (where account = 'certified') as is_certified_cha,
        array_agg(distinct type) filter (where account = 'operational') as operational_types,
        array_agg(distinct type) filter (where account = 'certified') as certified_types,
        (array_agg(area.id order by open.classification, area.code collate "C"))[1] as hazardous_area_id
    from cell
    join open on open.cluster = cell.cluster and open.geom && cell.point and st_intersects(open.geom, cell.point)
    join hazardous_area area on area.id = open.hazardous_area_id
    cross join unnest(open.types) as type
    group by cell.cell
)
select
    is_operational_cha, operational_types, is_certified_cha, certified_types, district.code as district,
    sum(ground.area_m2::numeric)::double precision as area_m2
from stock
join cell using (cell)
left join hazardous_area_version v
    on v.hazardous_area_id = stock.hazardous_area_id and v.recorded @> cast(:as_known_at as timestamptz)
cross join lateral (
    select share.district_id, share.geom
    from district_shares(cell.geom, v.district_id, :as_known_at, :district_tolerance_m) share
    where :is_by_district
    union all
    select null, cell.geom where not :is_by_district
) share
left join district on district.id = share.district_id
cross join lateral (select ground_area_m2(share.geom) as area_m2) ground
where ground.area_m2 >= :sliver_m2
group by is_operational_cha, operational_types, is_certified_cha, certified_types, district.code
