-- What waits for approval at an instant, by district and in all (`is_all`): uploads, the features in them that would
-- change something, and the square metres of new and corrected releases, in all and of the days between two. They are
-- added up as drawn, or as reported where nothing is drawn, and netted against nothing. A feature is where it states,
-- else where a point on its ground lies, else where its task is. A code that is asked for narrows them.
with feature as (
    select
        upload.id as upload_id,
        district.code as district,
        case
            when upload.layer <> 'release_areas' or feature.change = 'withdrawn' then 0
            when st_dimension(feature.geom) = 2 then ground_area_m2(feature.geom)
            else coalesce((feature.fields ->> 'area_reported_m2')::double precision, 0)
        end::numeric as area_m2,
        feature.fields ->> 'effective_date' between cast(:from_on as text) and cast(:to_on as text) as is_of_period
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
    where not upload.is_check
        and last_event.to_status in ('submitted', 'regional_verified')
        and feature.change in ('new', 'changed', 'withdrawn')
        and (cast(:district as text) is null or district.code = :district)
        and (
            cast(:organisation as text) is null
            or coalesce(feature.fields ->> 'organisation', organisation.code) = :organisation
        )
        and (cast(:project as text) is null or project.code = :project)
)
select
    grouping(feature.district) = 1 as is_all,
    feature.district,
    count(distinct feature.upload_id) as upload_count,
    count(*) as feature_count,
    coalesce(sum(feature.area_m2), 0)::double precision as area_m2,
    coalesce(sum(feature.area_m2) filter (where feature.is_of_period), 0)::double precision as area_of_period_m2
from feature
group by grouping sets ((feature.district), ())
having count(*) > 0
