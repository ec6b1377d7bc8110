-- The releases and hazardous areas that are new on a day, as known at an instant: of the day itself, or approved on it by
-- review. What was loaded in bulk comes in under its own days only. A code that is asked for narrows them to a district, an
-- organisation or a project; a hazardous area is of a project whose tasks name it.
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
),
-- Each is looked up in its own index, and what it is by itself: asked at once, every release would be looked at.
new_release as (
    select v.id
    from release_area_version as v
    where v.effective_date between :from_on and :to_on
    union
    select v.id
    from release_area_version as v
    where v.version = 1 and v.upload_id in (select approved.id from approved)
),
of_project as (
    select t.task_id, t.id as version_id
    from task_version as t
    join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    join project on project.id = p.project_id
    where t.recorded @> cast(:as_known_at as timestamptz) and project.code = :project
)
select *
from (
    select
        'release_areas' as layer, r.code, r.release_method as kind, r.effective_date as day,
        task.code as task, organisation.code as organisation, district.code as district,
        coalesce(r.area_m2, r.area_reported_m2) as area_m2
    from new_release
    cross join lateral (
        select v.*, release_area.code
        from release_area_version as v
        join release_area on release_area.id = v.release_area_id
        where v.id = new_release.id
        offset 0
    ) as r
    left join task on task.id = r.task_id
    left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
    left join district on district.id = coalesce(r.district_id, t.district_id)
    where r.recorded @> cast(:as_known_at as timestamptz)
        and (
            cast(:district as text) is null
            or district.code = :district
            or exists (
                select
                from ledger_entry as e
                join district as booked on booked.id = e.district_id
                where e.release_area_id = r.release_area_id
                    and e.account = 'operational'
                    and e.recorded @> cast(:as_known_at as timestamptz)
                    and booked.code = :district
            )
        )
        and (cast(:organisation as text) is null or organisation.code = :organisation)
        and (cast(:project as text) is null or r.task_id in (select of_project.task_id from of_project))
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
        and (
            cast(:district as text) is null
            or district.code = :district
            or (
                district.id is null
                and exists (
                    select
                    from district_version as d
                    join district as around on around.id = d.district_id
                    where d.recorded @> cast(:as_known_at as timestamptz)
                        and around.code = :district
                        and st_intersects(d.geom, h.geom)
                )
            )
        )
        and (cast(:organisation as text) is null or organisation.code = :organisation)
        and (
            cast(:project as text) is null
            or h.hazardous_area_id in (
                select named.hazardous_area_id
                from task_version_hazardous_area as named
                join of_project on of_project.version_id = named.version_id
            )
        )
) as record
order by layer, day, code
