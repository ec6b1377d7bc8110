-- Explosive items found between two days, as known at an instant (domain.md 8.10), by what is asked for: nothing,
-- `organisation`, `task`, `project_phase` or `project`.
select
    case cast(:by as text)
        when 'organisation' then organisation.code
        when 'task' then task.code
        when 'project_phase' then project_phase.code
        when 'project' then project.code
    end as scope,
    lot.eo_category,
    lot.is_hazardous,
    sum(lot.quantity)::bigint as quantity
from counted_items(:as_known_at) as lot
left join release_area_version as r
    on r.release_area_id = lot.release_area_id and r.recorded @> cast(:as_known_at as timestamptz)
left join task on task.id = coalesce(lot.task_id, r.task_id)
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join organisation on organisation.id = coalesce(lot.organisation_id, r.organisation_id, t.organisation_id)
left join project_phase on project_phase.id = t.project_phase_id
left join project_phase_version as p
    on p.project_phase_id = project_phase.id and p.recorded @> cast(:as_known_at as timestamptz)
left join project on project.id = p.project_id
where lot.found_on between :start and :end
group by scope, lot.eo_category, lot.is_hazardous
