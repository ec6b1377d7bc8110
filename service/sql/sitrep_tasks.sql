-- The tasks of a day's situation report, as known at an instant: those that are under way or stopped, and those with work
-- of the day that is approved or waits. Square metres that wait are told as drawn, or as reported where nothing is drawn.
-- A code that is asked for narrows them to the tasks of a district, an organisation or a project, and to those with work of
-- the day there, approved or waiting; what waits is told of that work alone.
with work as (
    select
        r.task_id,
        string_agg(distinct nullif(trim(r.reported_by), ''), ', ') as teams,
        bool_or(
            (
                cast(:district as text) is null
                or coalesce(stated.code, of_task.code) = :district
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
            and cast(:project as text) is null -- the work of a project is that of its tasks
        ) as is_within
    from release_area_version as r
    left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
    left join district as stated on stated.id = r.district_id
    left join district as of_task on of_task.id = t.district_id
    where r.effective_date between :from_on and :to_on
        and r.recorded @> cast(:as_known_at as timestamptz)
    group by r.task_id
),
-- What waits is not approved: provisional.
waiting as (
    select
        feature.fields ->> 'task_code' as code,
        string_agg(distinct nullif(trim(feature.fields ->> 'reported_by'), ''), ', ') as teams,
        bool_or(scope.is_within) as is_within,
        sum(feature.area_m2) filter (where scope.is_within)::double precision as area_m2
    from waiting_features(:as_known_at) as feature
    cross join lateral (
        select
            (cast(:district as text) is null or feature.district is not distinct from :district)
            and (cast(:organisation as text) is null or feature.organisation is not distinct from :organisation)
            and (cast(:project as text) is null or feature.project is not distinct from :project) as is_within
    ) as scope
    where feature.layer = 'release_areas'
        and feature.change in ('new', 'changed')
        and feature.day between cast(:from_on as text) and cast(:to_on as text)
    group by feature.fields ->> 'task_code'
),
listed as materialized (
    select
        task.id, task.code, t.name, t.status, t.upload_id, t.position, organisation.code as organisation,
        coalesce(stated.code, around.code) as district,
        work.task_id is not null as has_work,
        waiting.code is not null as has_waiting,
        waiting.area_m2 as waiting_m2,
        coalesce(work.teams, waiting.teams) as teams
    from task
    join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
    left join work on work.task_id = task.id
    left join waiting on waiting.code = task.code
    left join organisation on organisation.id = t.organisation_id
    left join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    left join project on project.id = p.project_id
    left join district as stated on stated.id = t.district_id
    left join lateral (
        select district.code
        from district_version as d
        join district on district.id = d.district_id
        where stated.id is null
            and d.recorded @> cast(:as_known_at as timestamptz)
            and st_intersects(d.geom, st_pointonsurface(t.geom))
        order by district.code
        limit 1
    ) as around on true
    where (t.status in ('active', 'suspended', 'rework') or work.task_id is not null or waiting.code is not null)
        and (
            work.is_within
            or waiting.is_within
            or (
                (cast(:district as text) is null or coalesce(stated.code, around.code) = :district)
                and (cast(:organisation as text) is null or organisation.code = :organisation)
                and (cast(:project as text) is null or project.code = :project)
            )
        )
),
release as materialized (
    select r.task_id, r.upload_id, r.position, r.effective_date
    from release_area_version as r
    where r.recorded @> cast(:as_known_at as timestamptz) and r.task_id in (select listed.id from listed)
),
done as (
    select release.task_id, max(release.effective_date) as last_work_on
    from release
    where release.effective_date <= :to_on
    group by release.task_id
),
-- In one pass: of a large upload, each record by itself would look through all of its issues.
open_issue as (
    select record.task_id, count(*) as issue_count
    from (
        select release.task_id, release.upload_id, release.position
        from release
        union all
        select listed.id, listed.upload_id, listed.position
        from listed
    ) as record
    join upload_issue as issue on issue.upload_id = record.upload_id and issue.position = record.position
    where issue.severity in ('error', 'warning')
    group by record.task_id
)
select
    listed.code,
    listed.name,
    listed.status,
    listed.teams,
    listed.has_work,
    listed.has_waiting,
    listed.waiting_m2,
    listed.organisation,
    listed.district,
    done.last_work_on,
    coalesce(open_issue.issue_count, 0) as issue_count
from listed
left join done on done.task_id = listed.id
left join open_issue on open_issue.task_id = listed.id
order by listed.code
