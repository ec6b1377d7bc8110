-- What happened to uploads on a day, as known at an instant: how many came in, were approved, and were sent back; and each
-- one that waits, since when it does. A code that is asked for narrows them to uploads with features of a district, an
-- organisation or a project, and their number to these features: each is where it states, else where a point on its ground
-- lies, else where its task is; it is of whom it names, else of its task.
with asked as (
    select
        cast(:district as text) as district,
        cast(:organisation as text) as organisation,
        cast(:project as text) as project,
        coalesce(cast(:district as text), :organisation, :project) is null as is_country
)
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
    coalesce(
        part.feature_count,
        coalesce((upload.counts ->> 'new')::bigint, 0) + coalesce((upload.counts ->> 'changed')::bigint, 0)
            + coalesce((upload.counts ->> 'withdrawn')::bigint, 0)
    ) as feature_count
from upload
cross join asked
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
left join lateral (
    select count(*) as feature_count
    from staged_feature as feature
    left join task
        on task.code = case when upload.layer = 'tasks' then feature.code else feature.fields ->> 'task_code' end
    left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
    left join project_phase on project_phase.code = feature.fields ->> 'project_phase_code'
    left join project_phase_version as p
        on p.project_phase_id = coalesce(project_phase.id, t.project_phase_id)
            and p.recorded @> cast(:as_known_at as timestamptz)
    left join project on project.id = p.project_id
    left join organisation on organisation.id = t.organisation_id
    left join district as stated on stated.code = feature.fields ->> 'district_code'
    left join lateral (
        select d.district_id
        from district_version as d
        where stated.id is null
            and d.recorded @> cast(:as_known_at as timestamptz)
            and st_intersects(d.geom, st_pointonsurface(feature.geom))
        order by d.district_id
        limit 1
    ) as around on true
    left join district on district.id = coalesce(stated.id, around.district_id, t.district_id)
    where feature.upload_id = upload.id
        and feature.change in ('new', 'changed', 'withdrawn')
        and (asked.district is null or district.code = asked.district)
        and (
            asked.organisation is null
            or coalesce(feature.fields ->> 'organisation', organisation.code) = asked.organisation
        )
        and (asked.project is null or project.code = asked.project)
) as part on not asked.is_country
where not upload.is_check
    and (asked.is_country or part.feature_count > 0)
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
