-- Square metres released by the end of a day, as known at an instant, for each task, phase and project in each account
-- by method (domain.md 8.8, 8.9): weeks that are cut at the ends of months as they are added up, and the days since.
with day as (
    select
        greatest(date_trunc('week', next_day), date_trunc('month', next_day))::date as first_on
    from (select cast(:as_of as date) + interval '1 day' as next_day) as following
),
part as (
    select w.task_id, w.account, w.release_method, w.area_m2
    from ledger_work as w
    join day on w.first_day < day.first_on
    where w.recorded @> cast(:as_known_at as timestamptz)
    union all
    select r.task_id, e.account, e.release_method, e.area_m2::numeric
    from day
    join ledger_entry as e on e.effective_date between day.first_on and :as_of
    join release_area_version as r
        on r.release_area_id = e.release_area_id and r.recorded @> cast(:as_known_at as timestamptz)
    where e.cause in ('released', 'released_outside')
        and e.recorded @> cast(:as_known_at as timestamptz)
)
select
    task.code as task,
    project_phase.code as project_phase,
    project.code as project,
    part.account,
    part.release_method as method,
    sum(part.area_m2)::double precision as area_m2
from part
join task on task.id = part.task_id
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join project_phase on project_phase.id = t.project_phase_id
left join project_phase_version as p
    on p.project_phase_id = project_phase.id and p.recorded @> cast(:as_known_at as timestamptz)
left join project on project.id = p.project_id
group by task.code, project_phase.code, project.code, part.account, part.release_method
