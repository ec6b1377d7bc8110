-- The nets split by district, as the entries that ought to stand. Polygons below the sliver's area, left behind by
-- overlay, are dropped here and nowhere else.
create temporary table ledger_share on commit drop as
with polygon as (
    select
        net.n, net.is_inside, share.district_id, polygon.path, polygon.geom,
        st_area(polygon.geom::geography) as area_m2
    from ledger_net net
    join ledger_affected r using (n)
    cross join lateral district_shares(net.geom, r.district_id, :stamp, :district_tolerance_m) share
    cross join lateral st_dump(share.geom) polygon
    where not st_isempty(net.geom)
)
select
    r.account, r.release_area_id, polygon.district_id, r.release_method, r.effective_date,
    cast(:class_of_types as jsonb) ->> coalesce(array_to_string(r.target_types, ','), 'unknown') as contamination_class,
    polygon.is_inside,
    st_multi(st_collect(polygon.geom order by polygon.path, polygon.geom)) as geom,
    sum(polygon.area_m2 order by polygon.path, polygon.geom) as area_m2
from polygon
join ledger_affected r using (n)
where polygon.area_m2 >= :sliver_m2
group by r.n, r.account, r.release_area_id, polygon.district_id, r.release_method, r.effective_date, r.target_types,
    polygon.is_inside
