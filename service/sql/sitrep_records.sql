-- The releases and hazardous areas that are new on a day, as known at an instant: of the day itself, or approved on it by
-- review. What was loaded in bulk comes in under its own days only.
with day as (
    select
        (cast(:from_on as timestamp) at time zone cast(:zone as text)) as begins_at,
        (cast(:to_on as timestamp) + interval '1 day') at time zone cast(:zone as text) as ends_at
),
approved as (
    select upload.id
    from upload
    join workflow_event as event on event.upload_id = upload.id
    cross join day
    where event.to_status = 'hq_approved'
        and event.review_mode <> 'bulk_load'
        and event.at >= day.begins_at
        and event.at < day.ends_at
        and event.at <= cast(:as_known_at as timestamptz)
)
select *
from (
    select
        'release_areas' as layer, release_area.code, r.release_method as kind, r.effective_date as day,
        task.code as task, organisation.code as organisation, district.code as district,
        coalesce(r.area_m2, r.area_reported_m2) as area_m2
    from release_area_version as r
    join release_area on release_area.id = r.release_area_id
    left join task on task.id = r.task_id
    left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
    left join district on district.id = coalesce(r.district_id, t.district_id)
    where r.recorded @> cast(:as_known_at as timestamptz)
        and (
            r.effective_date between :from_on and :to_on
            or (r.version = 1 and r.upload_id in (select approved.id from approved))
        )
    union all
    select
        'hazardous_areas', hazardous_area.code, h.classification, h.identified_on,
        null, organisation.code, district.code, coalesce(h.area_m2, h.area_reported_m2)
    from hazardous_area_version as h
    join hazardous_area on hazardous_area.id = h.hazardous_area_id
    left join organisation on organisation.id = h.organisation_id
    left join district on district.id = h.district_id
    where h.recorded @> cast(:as_known_at as timestamptz)
        and (
            h.identified_on between :from_on and :to_on
            or (h.version = 1 and h.upload_id in (select approved.id from approved))
        )
) as record
order by layer, day, code
