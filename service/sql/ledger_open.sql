-- Record the entries that ought to stand and do not yet. What stands is read once, before rows are added to it.
with standing as materialized (
    select e.account, e.release_area_id, e.is_inside, e.district_id
    from ledger_entry e
    where upper_inf(e.recorded)
      and e.release_area_id in (select s.release_area_id from ledger_share s)
)
insert into ledger_entry (
    account, release_area_id, district_id, release_method, effective_date, contamination_class, is_inside, geom,
    area_m2, recorded
)
select
    s.account, s.release_area_id, s.district_id, s.release_method, s.effective_date, s.contamination_class,
    s.is_inside, s.geom, s.area_m2, tstzrange(:stamp, null)
from ledger_share s
where not exists (
    select from standing e
    where (e.account, e.release_area_id, e.is_inside) = (s.account, s.release_area_id, s.is_inside)
      and e.district_id is not distinct from s.district_id
)
