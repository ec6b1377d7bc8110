-- Released and worked square metres and cleared polygons of a period, in one account and as known at an instant, by
-- method and by what is asked for: nothing, `organisation`, `task`, `project_phase` or `project` (domain.md 8.11). The
-- code of a district narrows them to the releases that are counted there.
select
    case cast(:by as text)
        when 'organisation' then organisation.code
        when 'task' then task.code
        when 'project_phase' then project_phase.code
        when 'project' then project.code
    end as scope,
    released.release_method as method,
    sum(released.net_m2) as area_m2,
    sum(released.worked_m2) as worked_m2,
    count(*) filter (where released.is_polygon) as polygon_count,
    count(*) filter (where released.is_polygon and not released.has_find) as without_find_count
from released_work(:account, :start, :end, :as_known_at) as released
left join task on task.id = released.task_id
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join organisation on organisation.id = coalesce(released.organisation_id, t.organisation_id)
left join project_phase on project_phase.id = t.project_phase_id
left join project_phase_version as p
    on p.project_phase_id = project_phase.id and p.recorded @> cast(:as_known_at as timestamptz)
left join project on project.id = p.project_id
left join district on district.id = released.district_id
where cast(:district as text) is null or district.code = :district
group by scope, released.release_method
