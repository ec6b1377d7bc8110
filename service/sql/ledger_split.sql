-- The nets split by district into single polygons, each with its area.
create temporary table ledger_polygon on commit drop as
select
    net.n, net.is_inside, share.district_id, polygon.path, polygon.geom,
    ground_area_m2(polygon.geom) as area_m2
from ledger_net net
join ledger_affected r using (n)
cross join lateral district_shares(net.geom, r.district_id, :stamp, :district_tolerance_m) share
cross join lateral st_dump(share.geom) polygon
where not st_isempty(net.geom)
