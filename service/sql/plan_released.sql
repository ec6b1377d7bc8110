-- Square metres released by the end of a day, as known at an instant, for each task, phase and project in each account
-- by method (domain.md 8.8, 8.9).
select
    task.code as task,
    project_phase.code as project_phase,
    project.code as project,
    e.account,
    e.release_method as method,
    sum(e.area_m2::numeric)::double precision as area_m2
from ledger_entry as e
join release_area_version as r
    on r.release_area_id = e.release_area_id and r.recorded @> cast(:as_known_at as timestamptz)
join task on task.id = r.task_id
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join project_phase on project_phase.id = t.project_phase_id
left join project_phase_version as p
    on p.project_phase_id = project_phase.id and p.recorded @> cast(:as_known_at as timestamptz)
left join project on project.id = p.project_id
where e.cause in ('released', 'released_outside')
    and e.recorded @> cast(:as_known_at as timestamptz)
    and e.effective_date <= :as_of
group by task.code, project_phase.code, project.code, e.account, e.release_method
