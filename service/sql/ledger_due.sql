-- The entries that ought to stand: each passage within each district. What lies in one district is taken as it is;
-- the rest is cut, and polygons that the cut leaves below the sliver's area are dropped.
create temporary table ledger_due on commit drop as
with placed as (
    select p.*, e.stated_district_id, coalesce(e.stated_district_id, p.district_id) as whole_district_id
    from ledger_passage p
    join ledger_event e using (n)
),
polygon as (
    select
        p.n, p.cause, p.class_before, p.types_before, p.class_after, p.types_after, share.district_id, part.path,
        part.geom, ground_area_m2(part.geom) as area_m2
    from placed p
    cross join lateral district_shares(p.ground, null, :stamp, :district_tolerance_m) share
    cross join lateral st_dump(share.geom) part
    where p.whole_district_id is null
),
share as (
    select
        n, cause, class_before, types_before, class_after, types_after, whole_district_id as district_id, ground as geom,
        ground_area_m2(ground) as area_m2
    from placed
    where whole_district_id is not null
    union all
    select
        n, cause, class_before, types_before, class_after, types_after, district_id,
        st_multi(case when count(*) = 1 then st_collect(geom) else st_union(geom order by path, geom) end),
        sum(area_m2 order by path, geom)
    from polygon
    where area_m2 >= :sliver_m2
    group by n, cause, class_before, types_before, class_after, types_after, district_id
)
select
    row_number() over () as number,
    e.account, share.cause, e.release_area_id, e.hazardous_area_id,
    coalesce(e.release_area_id, e.hazardous_area_id) as record_id, share.district_id, e.effective_date,
    e.release_method,
    case when e.kind = 'release' then
        cast(:class_of_types as jsonb) ->> coalesce(array_to_string(e.target_types, ','), 'unknown')
    end as contamination_class,
    share.class_before, share.types_before, share.class_after, share.types_after, share.geom, share.area_m2
from share
join ledger_event e using (n)
