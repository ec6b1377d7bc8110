-- By how much the totals changed: what was opened less what was closed. Sums are exact: what was added and is taken
-- away again leaves nothing.
create temporary table ledger_moved on commit drop as
with moved as (
    select
        account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
        district_before_id, class_after, types_after, district_after_id, area_m2::numeric as moved_m2
    from ledger_due due
    where not exists (select from ledger_standing s where s.number = due.number)
    union all
    select
        account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
        district_before_id, class_after, types_after, district_after_id, -area_m2::numeric
    from ledger_standing
    join ledger_entry using (id)
    where number is null
)
select
    account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
    district_before_id, class_after, types_after, district_after_id, sum(moved_m2) as moved_m2
from moved
group by
    account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
    district_before_id, class_after, types_after, district_after_id
having sum(moved_m2) <> 0
