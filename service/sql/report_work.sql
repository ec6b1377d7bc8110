-- Approved releases with their day of work between two days, as known at an instant: who worked where, and how many
-- people approved it. Also those that free no ground, because they repeat an earlier release or have no outline. A
-- release that states no district, nor its task, was where the ledger has most of it. A code that is asked for narrows
-- them.
with booked as (
    select distinct on (e.release_area_id)
        e.release_area_id,
        e.district_id
    from ledger_entry as e
    where e.account = 'operational'
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.effective_date between :from_on and :to_on
        and e.release_area_id is not null
    order by e.release_area_id, e.area_m2 desc, e.id
)
select
    district.code as district,
    organisation.code as organisation,
    upload.review_mode,
    count(*) as release_count
from release_area_version as r
join upload on upload.id = r.upload_id
left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
left join project_phase_version as p
    on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
left join booked on booked.release_area_id = r.release_area_id
left join district on district.id = coalesce(r.district_id, t.district_id, booked.district_id)
left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
left join project on project.id = p.project_id
where r.recorded @> cast(:as_known_at as timestamptz)
    and r.effective_date between :from_on and :to_on
    and (cast(:district as text) is null or district.code = :district)
    and (cast(:organisation as text) is null or organisation.code = :organisation)
    and (cast(:project as text) is null or project.code = :project)
group by district.code, organisation.code, upload.review_mode
order by district.code, organisation.code, upload.review_mode
