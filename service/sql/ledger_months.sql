-- The same by month and by what a stock is told by, so that a stock needs not every day since the beginning.
with moved as (
    select
        account, cause, date_trunc('month', effective_date::timestamp)::date as month, release_method, class_before,
        types_before, district_before_id, class_after, types_after, district_after_id, sum(moved_m2) as moved_m2
    from ledger_moved
    group by
        account, cause, month, release_method, class_before, types_before, district_before_id, class_after, types_after,
        district_after_id
    having sum(moved_m2) <> 0
),
closed as (
    update ledger_month t
    set recorded = tstzrange(lower(t.recorded), :stamp)
    from moved m
    where upper_inf(t.recorded)
      and (t.account, t.cause, t.month) = (m.account, m.cause, m.month)
      and t.release_method is not distinct from m.release_method
      and (t.class_before, t.types_before, t.district_before_id) is not distinct from
          (m.class_before, m.types_before, m.district_before_id)
      and (t.class_after, t.types_after, t.district_after_id) is not distinct from
          (m.class_after, m.types_after, m.district_after_id)
    returning t.*
)
insert into ledger_month (
    account, cause, month, release_method, class_before, types_before, district_before_id, class_after, types_after,
    district_after_id, area_m2, recorded
)
select
    account, cause, month, release_method, class_before, types_before, district_before_id, class_after, types_after,
    district_after_id, sum(m2), tstzrange(:stamp, null)
from (
    select
        account, cause, month, release_method, class_before, types_before, district_before_id, class_after,
        types_after, district_after_id, area_m2 as m2
    from closed
    union all
    select * from moved
) either
group by
    account, cause, month, release_method, class_before, types_before, district_before_id, class_after, types_after,
    district_after_id
having sum(m2) <> 0
