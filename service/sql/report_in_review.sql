-- Uploads on the road to approval at an instant, and the features in them that would change something, as they were
-- counted when they came in.
select
    count(*) as upload_count,
    coalesce(sum(
        coalesce((upload.counts ->> 'new')::bigint, 0)
        + coalesce((upload.counts ->> 'changed')::bigint, 0)
        + coalesce((upload.counts ->> 'withdrawn')::bigint, 0)
    ), 0)::bigint as feature_count
from upload
cross join lateral (
    select to_status
    from workflow_event
    where workflow_event.upload_id = upload.id and workflow_event.at <= cast(:at as timestamptz)
    order by workflow_event.id desc
    limit 1
) as last_event
where not upload.is_check
    and last_event.to_status in ('submitted', 'regional_verified')
