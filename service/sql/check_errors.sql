-- Errors that stand in the releases and the finds of a period, as known at an instant: rule, layer and code of the record.
with record as (
    select
        'release_areas' as layer, r.upload_id, r.position, release_area.code, r.district_id, r.organisation_id, r.task_id
    from release_area_version as r
    join release_area on release_area.id = r.release_area_id
    where r.recorded @> cast(:as_known_at as timestamptz) and r.effective_date between :from_on and :to_on
    union all
    select 'eo_items', i.upload_id, i.position, eo_item.code, i.district_id, i.organisation_id, i.task_id
    from eo_item_version as i
    join eo_item on eo_item.id = i.eo_item_id
    where i.recorded @> cast(:as_known_at as timestamptz) and coalesce(i.disposed_on, i.found_on) between :from_on and :to_on
)
select issue.rule, record.layer, record.code, count(*) over () as error_count
from record
join upload_issue as issue on issue.upload_id = record.upload_id and issue.position = record.position
left join task_version as t on t.task_id = record.task_id and t.recorded @> cast(:as_known_at as timestamptz)
left join project_phase_version as p
    on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
left join district on district.id = coalesce(record.district_id, t.district_id)
left join organisation on organisation.id = coalesce(record.organisation_id, t.organisation_id)
left join project on project.id = p.project_id
where issue.severity = 'error'
    and (cast(:district as text) is null or district.code = :district)
    and (cast(:organisation as text) is null or organisation.code = :organisation)
    and (cast(:project as text) is null or project.code = :project)
order by issue.rule, record.layer, record.code
limit 5
