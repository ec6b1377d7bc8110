-- What quality control found of approved releases with their day between two days, as known at an instant: how many
-- releases of each basis are in which state, and the ground that they freed in the account of their basis. The day is
-- that of the work, of a certified release that of its acceptance. A code that is asked for narrows them.
with freed as (
    select
        e.release_area_id,
        e.account,
        sum(e.area_m2) as area_m2,
        (array_agg(e.district_id order by e.area_m2 desc, e.id))[1] as district_id
    from ledger_entry as e
    where e.recorded @> cast(:as_known_at as timestamptz)
        and e.effective_date between :from_on and :to_on
        and e.release_area_id is not null
    group by e.release_area_id, e.account
)
select
    r.basis,
    r.qc_state,
    count(*) as release_count,
    coalesce(sum(freed.area_m2), 0) as area_m2
from release_area_version as r
left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
left join project_phase_version as p
    on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
left join freed on freed.release_area_id = r.release_area_id and freed.account = r.basis
left join district on district.id = coalesce(r.district_id, t.district_id, freed.district_id)
left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
left join project on project.id = p.project_id
where r.recorded @> cast(:as_known_at as timestamptz)
    and case when r.basis = 'certified' then coalesce(r.accepted_on, r.effective_date) else r.effective_date end
        between :from_on and :to_on
    and (cast(:district as text) is null or district.code = :district)
    and (cast(:organisation as text) is null or organisation.code = :organisation)
    and (cast(:project as text) is null or project.code = :project)
group by r.basis, r.qc_state
order by r.basis, r.qc_state
