-- Uploads on the road to approval at an instant, by default the present, and the features in them that would change something.
select
    count(distinct upload.id) as upload_count,
    count(staged_feature.position) as feature_count
from upload
cross join lateral (
    select to_status
    from workflow_event
    where workflow_event.upload_id = upload.id and workflow_event.at <= coalesce(cast(:at as timestamptz), clock_timestamp())
    order by workflow_event.id desc
    limit 1
) as last_event
left join staged_feature on staged_feature.upload_id = upload.id and staged_feature.change in ('new', 'changed', 'withdrawn')
where not upload.is_check
    and last_event.to_status in ('submitted', 'regional_verified')
