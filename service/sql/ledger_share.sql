-- The entries that ought to stand: what each district has of a net, put together again. Polygons below the sliver's
-- area, left behind by overlay, are dropped here and nowhere else.
create temporary table ledger_share on commit drop as
with share as (
    select
        n, is_inside, district_id,
        st_multi(case when count(*) = 1 then st_collect(geom) else st_union(geom order by path, geom) end) as geom,
        sum(area_m2 order by path, geom) as area_m2
    from ledger_polygon
    where area_m2 >= :sliver_m2
    group by n, is_inside, district_id
)
select
    r.account, r.release_area_id, share.district_id, r.release_method, r.effective_date,
    cast(:class_of_types as jsonb) ->> coalesce(array_to_string(r.target_types, ','), 'unknown') as contamination_class,
    share.is_inside, share.geom, share.area_m2
from share
join ledger_affected r using (n)
