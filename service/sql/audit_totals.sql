-- Totals that moved at some stamp by another area than the entries did, weeks and months that moved by another area than
-- the totals, and ground by who worked that moved by another area than the entries and the versions of their releases:
-- where none is found, all of them add up to the same, to the last digit, at every instant that was ever known.
with moved as (
    select
        account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
        class_after, types_after, at, sign * area_m2::numeric as entries_m2, 0::numeric as totals_m2
    from ledger_entry
    cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    where at is not null
    union all
    select
        account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
        class_after, types_after, at, 0, sign * area_m2
    from ledger_total
    cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    where at is not null
),
moved_by_week as (
    select
        account, cause, district_id, date_trunc('week', effective_date::timestamp)::date as monday, release_method, at,
        sign * area_m2 as totals_m2, 0::numeric as weeks_m2
    from ledger_total
    cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    where at is not null and cause in ('released', 'released_outside')
    union all
    select account, cause, district_id, monday, release_method, at, 0, sign * area_m2
    from ledger_week
    cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    where at is not null
),
moved_by_month as (
    select
        account, cause, date_trunc('month', effective_date::timestamp)::date as month, release_method, class_before,
        types_before, district_before_id, class_after, types_after, district_after_id, at, sign * area_m2 as totals_m2,
        0::numeric as months_m2
    from ledger_total
    cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    where at is not null
    union all
    select
        account, cause, month, release_method, class_before, types_before, district_before_id, class_after, types_after,
        district_after_id, at, 0, sign * area_m2
    from ledger_month
    cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    where at is not null
),
worked as ( -- an entry tells who worked as long as its release says the same
    select
        e.account, e.cause, e.district_id, e.release_method, e.contamination_class, r.organisation_id, r.task_id,
        e.area_m2::numeric as area_m2, e.recorded * r.recorded as known,
        greatest(
            date_trunc('week', e.effective_date::timestamp), date_trunc('month', e.effective_date::timestamp)
        )::date as first_day,
        case
            when e.cause = 'released' then e.types_before
            else (
                select array_agg(t.target_type order by t.target_type)
                from release_area_version_target_type t
                where t.version_id = r.id
            )
        end as types
    from ledger_entry e
    join release_area_version r on r.release_area_id = e.release_area_id and r.recorded && e.recorded
    where e.cause in ('released', 'released_outside')
),
moved_by_work as (
    select
        account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id,
        at, sum(entries_m2) as entries_m2, sum(work_m2) as work_m2
    from (
        select
            account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id,
            task_id, at, sign * area_m2 as entries_m2, 0::numeric as work_m2
        from worked
        cross join lateral (values (lower(known), 1), (upper(known), -1)) as bound (at, sign)
        union all
        select
            account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id,
            task_id, at, 0, sign * area_m2
        from ledger_work
        cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
    ) either
    where at is not null
    group by
        account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id, at
),
wrong as (
    select
        concat_ws(
            ' ', cause, effective_date, district.code, release_method, contamination_class,
            coalesce(class_before || ':' || array_to_string(types_before, ','), '0') || '→'
                || coalesce(class_after || ':' || array_to_string(types_after, ','), '0')
        ) as code,
        account, 'total_m2' as aspect, sum(entries_m2)::text as expected, sum(totals_m2)::text as found, at
    from moved
    left join district on district.id = moved.district_id
    group by
        account, cause, district.code, effective_date, release_method, contamination_class, class_before, types_before,
        class_after, types_after, at
    having sum(entries_m2) <> sum(totals_m2)
    union all
    select
        concat_ws(' ', cause, monday, district.code, release_method), account, 'week_m2', sum(totals_m2)::text,
        sum(weeks_m2)::text, at
    from moved_by_week
    left join district on district.id = moved_by_week.district_id
    group by account, cause, district.code, monday, release_method, at
    having sum(totals_m2) <> sum(weeks_m2)
    union all
    select
        concat_ws(' ', cause, month, release_method), account, 'month_m2', sum(totals_m2)::text, sum(months_m2)::text, at
    from moved_by_month
    group by
        account, cause, month, release_method, class_before, types_before, district_before_id, class_after, types_after,
        district_after_id, at
    having sum(totals_m2) <> sum(months_m2)
    union all
    select
        concat_ws(
            ' ', cause, first_day, district.code, release_method, contamination_class, array_to_string(types, ','),
            organisation.code, task.code
        ),
        account, 'work_m2', entries_m2::text, work_m2::text, at
    from moved_by_work
    left join district on district.id = moved_by_work.district_id
    left join organisation on organisation.id = moved_by_work.organisation_id
    left join task on task.id = moved_by_work.task_id
    where entries_m2 <> work_m2
)
select
    null as layer, code, 'stamp' as part, null as number, account, aspect, expected, found, at::text as other
from wrong
order by at, code
limit :finding_limit
