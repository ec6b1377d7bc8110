-- The tasks that are known at an instant, and those that only a release names; what completion reports say of items
-- is compared, never counted (domain.md 8.10). The planned area is the stated one, else the outline's; a point or a line
-- without a width has none. The length is the stated one, else the drawn line's, as it was read.
with certified as (
    select
        r.task_id,
        sum(
            coalesce(r.ap_mine, 0) + coalesce(r.av_mine, 0) + coalesce(r.submunition, 0)
            + coalesce(r.uxo, 0) + coalesce(r.axo, 0) + coalesce(r.ied, 0)
        ) filter (where r.basis = 'certified' and r.accepted_on <= :as_of) as item_count
    from release_area_version as r
    where r.recorded @> cast(:as_known_at as timestamptz) and r.task_id is not null
    group by r.task_id
)
select
    task.code,
    t.name,
    t.task_type,
    t.status,
    t.completed_on,
    coalesce(t.visibility, 'internal') as visibility,
    coalesce(t.planned_area_m2, nullif(t.area_m2, 0)) as planned_area_m2,
    case
        when t.id is null then null
        when t.geom is null then 'none'
        else (array['point', 'line', 'area'])[ST_Dimension(t.geom) + 1]
    end as extent,
    t.length_m,
    certified.item_count as certified_item_count,
    organisation.code as organisation,
    district.code as district,
    project_phase.code as project_phase
from task
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join certified on certified.task_id = task.id
left join organisation on organisation.id = t.organisation_id
left join district on district.id = t.district_id
left join project_phase on project_phase.id = t.project_phase_id
where t.id is not null or certified.task_id is not null
order by task.code collate "C"
