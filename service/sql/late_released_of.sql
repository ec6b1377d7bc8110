-- The same as `late_released` for the work of an organisation or a project: what both instants knew is compared whole,
-- for a record may change hands without its ground changing.
with known as (
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
    join ledger_entry as e on e.recorded @> known.at
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
