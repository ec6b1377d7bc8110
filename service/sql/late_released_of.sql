-- The same as `late_released` for the work of an organisation or a project: of releases of which anything changed what
-- both instants knew is compared whole, for a record may change hands without its ground changing.
with changed_task as (
    select task_id
    from task_version
    where lower(recorded) > :since_at and lower(recorded) <= :as_known_at
       or upper(recorded) > :since_at and upper(recorded) <= :as_known_at
    union
    select t.task_id
    from project_phase_version as p
    join task_version as t using (project_phase_id)
    where lower(p.recorded) > :since_at and lower(p.recorded) <= :as_known_at
       or upper(p.recorded) > :since_at and upper(p.recorded) <= :as_known_at
),
touched as materialized (
    select release_area_id
    from release_area_version
    where lower(recorded) > :since_at and lower(recorded) <= :as_known_at
       or not upper_inf(recorded) and upper(recorded) > :since_at
    union
    select release_area_id
    from ledger_entry
    where lower(recorded) > :since_at and lower(recorded) <= :as_known_at
       or not upper_inf(recorded) and upper(recorded) > :since_at and upper(recorded) <= :as_known_at
    union
    select r.release_area_id
    from changed_task
    join release_area_version as r on r.task_id = changed_task.task_id and upper_inf(r.recorded)
),
known as (
    select 1 as sign, cast(:as_known_at as timestamptz) as at
    union all
    select -1, cast(:since_at as timestamptz)
),
change as (
    select
        e.effective_date,
        e.release_method,
        sum(known.sign * e.area_m2::numeric) as area_m2
    from known
    cross join touched
    join ledger_entry as e on e.release_area_id = touched.release_area_id and e.recorded @> known.at
    join release_area_version as r on r.release_area_id = e.release_area_id and r.recorded @> known.at
    left join task_version as t on t.task_id = r.task_id and t.recorded @> known.at
    left join project_phase_version as p on p.project_phase_id = t.project_phase_id and p.recorded @> known.at
    left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
    left join project on project.id = p.project_id
    left join district on district.id = e.district_id
    where e.account = :account
        and e.cause in ('released', 'released_outside')
        and e.effective_date between :start and :end
        and (cast(:district as text) is null or district.code = :district)
        and (cast(:organisation as text) is null or organisation.code = :organisation)
        and (cast(:project as text) is null or project.code = :project)
    group by e.release_area_id, e.effective_date, e.release_method
)
select
    to_char(change.effective_date, 'IYYY-"W"IW') as week,
    change.release_method as method,
    coalesce(sum(change.area_m2) filter (where change.area_m2 > 0), 0)::double precision as added_m2,
    coalesce(-sum(change.area_m2) filter (where change.area_m2 < 0), 0)::double precision as taken_m2
from change
group by week, change.release_method
order by week, change.release_method
