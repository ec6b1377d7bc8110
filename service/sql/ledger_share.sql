-- The nets split by district, as the entries that ought to stand.
--
-- While the boundaries are not authoritative a stated district takes its release's whole net. Otherwise geometry
-- decides; where districts overlap the first by code has the ground, and what lies outside every district goes to the
-- nearest one within the tolerance, else to none. Polygons below the sliver's area, left behind by overlay, are
-- dropped here and nowhere else.
create temporary table ledger_share on commit drop as
with boundary as materialized (
    select district_id, code, geom, is_authoritative from district_current where geom is not null
),
net as (
    select
        net.n, net.is_inside, net.geom,
        case
            when not coalesce((select bool_and(is_authoritative) from boundary), false) then r.district_id
        end as stated_district_id
    from ledger_net net
    join ledger_affected r using (n)
    where not st_isempty(net.geom)
),
met as materialized ( -- by geometry
    select
        net.n, net.is_inside, b.district_id, b.code, covered.is_whole,
        case
            when covered.is_whole then net.geom
            else st_collectionextract(st_intersection(net.geom, b.geom), 3)
        end as geom
    from net
    join boundary b on b.geom && net.geom and st_intersects(b.geom, net.geom)
    cross join lateral (select st_covers(b.geom, net.geom) as is_whole) covered
    where net.stated_district_id is null
),
inside_district as (
    select
        n, is_inside, district_id,
        case
            when others.geom is null then met.geom
            else st_collectionextract(st_difference(met.geom, others.geom), 3)
        end as geom
    from met
    cross join lateral (
        select st_union(other.geom order by other.code) as geom
        from met other
        where other.n = met.n and other.is_inside = met.is_inside and other.code collate "C" < met.code collate "C"
    ) others
),
outside_districts as (
    select
        net.n, net.is_inside,
        (st_dump(
            case
                when met.geom is null then net.geom
                else st_collectionextract(st_difference(net.geom, met.geom), 3)
            end
        )).geom
    from net
    left join (
        select n, is_inside, st_union(geom order by code) as geom, bool_or(is_whole) as is_whole
        from met
        group by n, is_inside
    ) met using (n, is_inside)
    where net.stated_district_id is null and met.is_whole is not true
),
share as (
    select n, is_inside, stated_district_id as district_id, geom from net where stated_district_id is not null
    union all
    select n, is_inside, district_id, geom from inside_district
    union all
    select n, is_inside, nearest.district_id, outside.geom
    from outside_districts outside
    left join lateral (
        select b.district_id
        from boundary b
        where st_dwithin(b.geom::geography, outside.geom::geography, :district_tolerance_m)
        order by st_distance(b.geom::geography, outside.geom::geography), b.code collate "C"
        limit 1
    ) nearest on true
),
polygon as (
    select n, is_inside, district_id, polygon.geom, st_area(polygon.geom::geography) as area_m2
    from share
    cross join lateral st_dump(share.geom) polygon
)
select
    r.account, r.release_area_id, polygon.district_id, r.release_method, r.effective_date,
    cast(:class_of_types as jsonb) ->> coalesce(array_to_string(r.target_types, ','), 'unknown') as contamination_class,
    polygon.is_inside,
    st_multi(st_collect(polygon.geom order by polygon.area_m2, polygon.geom)) as geom,
    sum(polygon.area_m2 order by polygon.area_m2) as area_m2
from polygon
join ledger_affected r using (n)
where polygon.area_m2 >= :sliver_m2
group by r.n, r.account, r.release_area_id, polygon.district_id, r.release_method, r.effective_date, r.target_types,
    polygon.is_inside
