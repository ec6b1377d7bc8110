-- Explosive items found between two days, as known at an instant (domain.md 8.10), by what is asked for: nothing,
-- `organisation`, `task`, `project_phase` or `project`. The code of a district narrows them to what was found there, as
-- it is told of what was disposed of; that of an organisation or a project to its work.
with lot as (
    select *
    from counted_items(:as_known_at)
    where found_on between :start and :end
),
-- Of a release that the ledger splits, the district with most of it.
booked as (
    select distinct on (e.release_area_id)
        e.release_area_id,
        e.district_id
    from ledger_entry as e
    where cast(:district as text) is not null
        and e.account = 'operational'
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.release_area_id in (select lot.release_area_id from lot)
    order by e.release_area_id, e.area_m2 desc, e.id
)
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
from lot
left join release_area_version as r
    on r.release_area_id = lot.release_area_id and r.recorded @> cast(:as_known_at as timestamptz)
left join task on task.id = coalesce(lot.task_id, r.task_id)
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join organisation on organisation.id = coalesce(lot.organisation_id, r.organisation_id, t.organisation_id)
left join project_phase on project_phase.id = t.project_phase_id
left join project_phase_version as p
    on p.project_phase_id = project_phase.id and p.recorded @> cast(:as_known_at as timestamptz)
left join project on project.id = p.project_id
left join booked on booked.release_area_id = lot.release_area_id
left join lateral (
    select d.district_id, d.is_authoritative
    from district_version as d
    where cast(:district as text) is not null
        and d.recorded @> cast(:as_known_at as timestamptz)
        and st_intersects(d.geom, lot.geom)
    order by d.district_id
    limit 1
) as around on true
left join district on district.id = coalesce(
    case when around.is_authoritative then around.district_id end,
    lot.district_id, around.district_id, r.district_id, booked.district_id, t.district_id
)
where (cast(:district as text) is null or district.code = :district)
    and (cast(:organisation as text) is null or organisation.code = :organisation)
    and (cast(:project as text) is null or project.code = :project)
group by scope, lot.eo_category, lot.is_hazardous
