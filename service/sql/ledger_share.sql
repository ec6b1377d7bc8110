-- What each district has of the passages that nobody states a district for and that no district covers wholly. Polygons
-- that the cut leaves below the sliver's area are dropped. In a statement of its own: nobody can tell beforehand how
-- many polygons a cut makes, and what is planned together with it is planned wrongly.
create temporary table ledger_share on commit drop as
with polygon as (
    select p.number, share.district_id, part.path, part.geom, ground_area_m2(part.geom) as area_m2
    from ledger_passage p
    join ledger_event e using (n)
    cross join lateral district_shares(p.ground, null, :stamp, :district_tolerance_m) share
    cross join lateral st_dump(share.geom) part
    where p.district_id is null
      and (
          e.stated_district_id is null
          or p.class_before is not null and p.district_before_id is null
          or p.class_after is not null and p.district_after_id is null
      )
)
select
    number, district_id,
    st_multi(case when count(*) = 1 then st_collect(geom) else st_union(geom order by path, geom) end) as geom,
    sum(area_m2 order by path, geom) as area_m2
from polygon
where area_m2 >= :sliver_m2
group by number, district_id
