-- Record the entries that ought to stand and do not yet.
insert into ledger_entry (
    account, cause, release_area_id, hazardous_area_id, district_id, effective_date, release_method,
    contamination_class, class_before, types_before, district_before_id, class_after, types_after, district_after_id,
    geom, area_m2, recorded
)
select
    account, cause, release_area_id, hazardous_area_id, district_id, effective_date, release_method,
    contamination_class, class_before, types_before, district_before_id, class_after, types_after, district_after_id,
    geom, area_m2, tstzrange(:stamp, null)
from ledger_due due
where not exists (select from ledger_standing s where s.number = due.number)
