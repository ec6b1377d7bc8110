-- The same for released ground by week, district and method, which is what is asked for most and of the longest time.
with moved as (
    select
        account, cause, district_id, date_trunc('week', effective_date::timestamp)::date as monday, release_method,
        sum(moved_m2) as moved_m2
    from ledger_moved
    where cause in ('released', 'released_outside')
    group by account, cause, district_id, monday, release_method
    having sum(moved_m2) <> 0
),
closed as (
    update ledger_week w
    set recorded = tstzrange(lower(w.recorded), :stamp)
    from moved m
    where upper_inf(w.recorded)
      and (w.account, w.cause, w.monday) = (m.account, m.cause, m.monday)
      and (w.district_id, w.release_method) is not distinct from (m.district_id, m.release_method)
    returning w.*
)
insert into ledger_week (account, cause, district_id, monday, release_method, area_m2, recorded)
select account, cause, district_id, monday, release_method, sum(m2), tstzrange(:stamp, null)
from (
    select account, cause, district_id, monday, release_method, area_m2 as m2 from closed
    union all
    select * from moved
) either
group by account, cause, district_id, monday, release_method
having sum(m2) <> 0
