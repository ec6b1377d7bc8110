-- What became known of a period's released ground between two instants, by week and method (domain.md 8.13): what was
-- added, and what was taken away, by a correction or by a late record of earlier work on the same ground. Compared
-- record by record: an entry that comes anew with the same ground is no change. A district that is asked for narrows it.
with turned as (
    select e.release_area_id, e.effective_date, e.release_method, e.area_m2::numeric as area_m2
    from ledger_entry as e
    where lower(e.recorded) > :since_at
        and lower(e.recorded) <= :as_known_at
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.account = :account
        and e.cause in ('released', 'released_outside')
        and e.effective_date between :start and :end
        and (cast(:district as text) is null or e.district_id = (select id from district where code = :district))
    union all
    select e.release_area_id, e.effective_date, e.release_method, -e.area_m2::numeric
    from ledger_entry as e
    where not upper_inf(e.recorded)
        and upper(e.recorded) > :since_at
        and upper(e.recorded) <= :as_known_at
        and e.recorded @> cast(:since_at as timestamptz)
        and e.account = :account
        and e.cause in ('released', 'released_outside')
        and e.effective_date between :start and :end
        and (cast(:district as text) is null or e.district_id = (select id from district where code = :district))
),
change as (
    select turned.effective_date, turned.release_method, sum(turned.area_m2) as area_m2
    from turned
    group by turned.release_area_id, turned.effective_date, turned.release_method
)
select
    to_char(change.effective_date, 'IYYY-"W"IW') as week,
    change.release_method as method,
    coalesce(sum(change.area_m2) filter (where change.area_m2 > 0), 0)::double precision as added_m2,
    coalesce(-sum(change.area_m2) filter (where change.area_m2 < 0), 0)::double precision as taken_m2
from change
group by week, change.release_method
order by week, change.release_method
