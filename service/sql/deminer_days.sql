-- Deminer-days of a period and the ground worked in them, as known at an instant, by what is asked for: nothing,
-- `organisation` or `project` (domain.md 8.11). Only reports on one day of clearance or technical survey that say how
-- many deminers worked; those of one team, task, shift and day tell of the same people. Ground counts with every pass
-- where the report says so, else net. The code of a district narrows them to the releases that are counted there.
with told as (
    select
        v.release_area_id, v.organisation_id, v.task_id, v.district_id, v.reported_by, v.shift, v.effective_date,
        v.deminers, v.processed_m2
    from release_area_version as v
    where v.recorded @> cast(:as_known_at as timestamptz)
        and v.effective_date between :start and :end
        and v.basis = 'operational'
        and v.release_method in ('cleared', 'reduced')
        and coalesce(v.work_date_from, v.effective_date) = v.effective_date
        and v.deminers > 0
),
entry as (
    select e.id, e.release_area_id, e.district_id, e.area_m2
    from ledger_entry as e
    where e.account = 'operational'
        and e.cause in ('released', 'released_outside')
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.release_area_id in (select told.release_area_id from told)
),
net as (
    select release_area_id, sum(area_m2::numeric)::double precision as area_m2
    from entry
    group by release_area_id
),
booked as (
    select distinct on (release_area_id) release_area_id, district_id
    from entry
    order by release_area_id, area_m2 desc, id
),
crew as (
    select
        case cast(:by as text) when 'organisation' then organisation.code when 'project' then project.code end as scope,
        max(told.deminers) as deminers,
        sum(coalesce(told.processed_m2, net.area_m2, 0)) as worked_m2
    from told
    left join net on net.release_area_id = told.release_area_id
    left join booked on booked.release_area_id = told.release_area_id
    left join task_version as t on t.task_id = told.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    left join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    left join organisation on organisation.id = coalesce(told.organisation_id, t.organisation_id)
    left join project on project.id = p.project_id
    left join district on district.id = coalesce(told.district_id, booked.district_id)
    where cast(:district as text) is null or district.code = :district
    group by scope, organisation.id, told.task_id, told.reported_by, told.shift, told.effective_date
)
select scope, sum(deminers)::bigint as deminer_day_count, sum(worked_m2) as worked_m2
from crew
group by scope
