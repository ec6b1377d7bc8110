-- By how much released ground changed at a stamp by who worked: entries that open or close, and those that stay of
-- releases that change hands. Which organisation and which project a task is of is looked up when it is asked for.
create temporary table work_moved on commit drop as
with turned as (
    select
        account, cause, release_area_id, effective_date, district_id, release_method, contamination_class, types_before,
        area_m2::numeric as area_m2, 1 as sign
    from ledger_due due
    where cause in ('released', 'released_outside')
      and not exists (select from ledger_standing s where s.number = due.number)
    union all
    select
        e.account, e.cause, e.release_area_id, e.effective_date, e.district_id, e.release_method, e.contamination_class,
        e.types_before, e.area_m2::numeric, side.sign
    from ledger_standing s
    join ledger_entry e using (id)
    cross join (values (1), (-1)) as side (sign)
    where e.cause in ('released', 'released_outside')
      and case
          when s.number is null then side.sign = -1
          else e.release_area_id in (select release_area_id from release_area_version where lower(recorded) = :stamp)
      end
),
moved as ( -- what is known from the stamp on, and what was known until it
    select turned.*, r.id as version_id, r.organisation_id, r.task_id
    from turned
    join release_area_version r on r.release_area_id = turned.release_area_id and upper_inf(r.recorded)
    where turned.sign = 1
    union all
    select turned.*, r.id, r.organisation_id, r.task_id
    from turned
    join release_area_version r
        on r.release_area_id = turned.release_area_id
        and lower(r.recorded) < :stamp
        and (upper_inf(r.recorded) or upper(r.recorded) >= :stamp)
    where turned.sign = -1
)
select
    account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id,
    sum(sign * area_m2) as moved_m2
from moved
cross join lateral (
    select
        greatest(
            date_trunc('week', effective_date::timestamp), date_trunc('month', effective_date::timestamp)
        )::date as first_day,
        case
            when cause = 'released' then types_before
            else (
                select array_agg(t.target_type order by t.target_type)
                from release_area_version_target_type t
                where t.version_id = moved.version_id
            )
        end as types
    offset 0
) told
group by
    account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id
having sum(sign * area_m2) <> 0
