-- Record the entries that ought to stand and do not yet.
insert into ledger_entry (
    account, release_area_id, district_id, release_method, effective_date, contamination_class, is_inside, geom,
    area_m2, recorded
)
select
    s.account, s.release_area_id, s.district_id, s.release_method, s.effective_date, s.contamination_class,
    s.is_inside, s.geom, s.area_m2, tstzrange(:stamp, null)
from ledger_share s
where not exists (
    select from ledger_entry e
    where upper_inf(e.recorded)
      and (e.account, e.release_area_id, e.is_inside) = (s.account, s.release_area_id, s.is_inside)
      and e.district_id is not distinct from s.district_id
)
