-- Totals that moved at some stamp by another area than the entries did: where none is found, totals and entries add up
-- to the same, to the last digit, at every instant that was ever known.
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
)
select
    null as layer,
    concat_ws(
        ' ', cause, effective_date, district.code, release_method, contamination_class,
        coalesce(class_before || ':' || array_to_string(types_before, ','), '0') || '→'
            || coalesce(class_after || ':' || array_to_string(types_after, ','), '0')
    ) as code,
    'stamp' as part, null as number, account, 'total_m2' as aspect, sum(entries_m2)::text as expected,
    sum(totals_m2)::text as found, at::text as other
from moved
left join district on district.id = moved.district_id
group by
    account, cause, district.code, effective_date, release_method, contamination_class, class_before, types_before,
    class_after, types_after, at
having sum(entries_m2) <> sum(totals_m2)
order by at, code
limit :finding_limit
