-- The other records whose count a change at a stamp moved, the most moved first: a record that comes late takes ground
-- from those that come after it, one that is taken back gives it to them.
with own as materialized (
    select release_area_id as record_id from release_area_version where lower(recorded) = :stamp
    union
    select release_area_id from release_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
),
moved as (
    select account, release_area_id, effective_date, release_method, area_m2::numeric as after_m2, 0 as before_m2
    from ledger_entry
    where lower(recorded) = :stamp and cause in ('released', 'released_outside')
    union all
    select account, release_area_id, effective_date, release_method, 0, area_m2::numeric
    from ledger_entry
    where upper(recorded) = :stamp and not upper_inf(recorded) and cause in ('released', 'released_outside')
)
select
    account, r.code, moved.release_method as method, moved.effective_date,
    bool_or(coalesce(shown.visibility = 'public', false)) as is_public,
    (sum(after_m2) - sum(before_m2))::double precision as change_m2,
    count(*) over (partition by account) as record_count
from moved
join release_area r on r.id = moved.release_area_id
left join release_area_version shown on shown.release_area_id = r.id and upper_inf(shown.recorded)
where r.id not in (select record_id from own)
group by account, r.code, moved.release_method, moved.effective_date
having abs(sum(after_m2) - sum(before_m2)) >= :least_m2
order by abs(sum(after_m2) - sum(before_m2)) desc, r.code collate "C"
