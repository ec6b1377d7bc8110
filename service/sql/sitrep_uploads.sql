-- What happened to uploads on a day, as known at an instant: how many came in, were approved, and were sent back; and each
-- one that waits, since when it does.
select
    last_event.to_status as status,
    upload.id,
    upload.layer,
    upload.file_name,
    came.at as received_at,
    last_event.at as moved_at,
    came.at >= day.begins_at and came.at < day.ends_at as is_received,
    exists (
        select from workflow_event as event
        where event.upload_id = upload.id and event.to_status = 'hq_approved'
            and event.at >= day.begins_at and event.at < day.ends_at
            and event.at <= cast(:as_known_at as timestamptz)
    ) as is_approved,
    exists (
        select from workflow_event as event
        where event.upload_id = upload.id and event.to_status = 'returned'
            and event.at >= day.begins_at and event.at < day.ends_at
            and event.at <= cast(:as_known_at as timestamptz)
    ) as is_returned,
    last_event.to_status in ('submitted', 'regional_verified') as is_waiting,
    (coalesce((upload.counts ->> 'new')::bigint, 0) + coalesce((upload.counts ->> 'changed')::bigint, 0)
        + coalesce((upload.counts ->> 'withdrawn')::bigint, 0)) as feature_count
from upload
cross join (
    select
        (cast(:from_on as timestamp) at time zone cast(:zone as text)) as begins_at,
        (cast(:to_on as timestamp) + interval '1 day') at time zone cast(:zone as text) as ends_at
) as day
cross join lateral (
    select min(event.at) as at
    from workflow_event as event
    where event.upload_id = upload.id and event.to_status in ('submitted', 'hq_approved')
) as came
cross join lateral (
    select event.to_status, event.at
    from workflow_event as event
    where event.upload_id = upload.id and event.at <= cast(:as_known_at as timestamptz)
    order by event.id desc
    limit 1
) as last_event
where not upload.is_check
    and came.at <= cast(:as_known_at as timestamptz)
    and (
        last_event.to_status in ('submitted', 'regional_verified')
        or exists (
            select from workflow_event as event
            where event.upload_id = upload.id
                and event.at >= day.begins_at and event.at < day.ends_at
                and event.at <= cast(:as_known_at as timestamptz)
        )
    )
order by came.at, upload.id
