-- By how much the totals changed at a stamp. Sums are exact: what was added and is taken away leaves nothing.
create temporary table ledger_moved on commit drop as
with moved as (
    select e.*, e.area_m2::numeric as moved_m2 from ledger_entry e where lower(recorded) = :stamp
    union all
    select e.*, -e.area_m2::numeric from ledger_entry e where upper(recorded) = :stamp and not upper_inf(recorded)
)
select
    account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
    class_after, types_after, sum(moved_m2) as moved_m2
from moved
group by
    account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
    class_after, types_after
having sum(moved_m2) <> 0
