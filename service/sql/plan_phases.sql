-- The phases that are known at an instant, with their projects.
select
    project_phase.code,
    project.code as project,
    y.name_en as project_name_en,
    coalesce(y.name_az, y.name_en) as project_name_az,
    y.total_area_m2 as project_area_m2,
    y.visibility as project_visibility,
    p.number,
    p.status,
    p.planned_area_m2,
    p.planned_start,
    p.planned_end,
    p.actual_start,
    p.actual_end,
    p.budget_amount,
    p.spent_amount,
    p.currency,
    p.visibility
from project_phase_version as p
join project_phase on project_phase.id = p.project_phase_id
join project on project.id = p.project_id
left join project_version as y on y.project_id = project.id and y.recorded @> cast(:as_known_at as timestamptz)
where p.recorded @> cast(:as_known_at as timestamptz)
order by project.code collate "C", p.number, project_phase.code collate "C"
