-- Uploads that waited for approval at an instant with work of a period in them, the oldest first: releases by their day,
-- finds by the day of disposal.
select waiting.id, waiting.feature_count, count(*) over () as upload_count, sum(waiting.feature_count) over () as all_count
from (
    select upload.id, upload.created_at, count(*) as feature_count
    from upload
    cross join lateral (
        select to_status
        from workflow_event
        where workflow_event.upload_id = upload.id and workflow_event.at <= cast(:as_known_at as timestamptz)
        order by workflow_event.id desc
        limit 1
    ) as last_event
    join staged_feature as feature on feature.upload_id = upload.id
    left join task on task.code = feature.fields ->> 'task_code'
    left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
    left join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    left join project on project.id = p.project_id
    where not upload.is_check
        and upload.layer in ('release_areas', 'eo_items')
        and last_event.to_status in ('submitted', 'regional_verified')
        and feature.change in ('new', 'changed', 'withdrawn')
        and coalesce(
            feature.fields ->> 'effective_date', feature.fields ->> 'disposed_on', feature.fields ->> 'found_on'
        ) between cast(:from_on as text) and cast(:to_on as text)
        and (cast(:district as text) is null or feature.fields ->> 'district_code' = :district)
        and (cast(:organisation as text) is null or feature.fields ->> 'organisation' = :organisation)
        and (cast(:project as text) is null or project.code = :project)
    group by upload.id
) as waiting
order by waiting.created_at, waiting.id
limit 1
