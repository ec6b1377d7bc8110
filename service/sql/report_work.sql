-- Approved releases with their day of work between two days, as known at an instant: who worked where, and how many
-- people approved it. Also those that free no ground, because they repeat an earlier release or have no outline. A code
-- that is asked for narrows them.
select
    district.code as district,
    organisation.code as organisation,
    r.review_mode,
    sum(r.release_count)::bigint as release_count
from release_total as r
left join district on district.id = r.district_id
left join organisation on organisation.id = r.organisation_id
left join project on project.id = r.project_id
where r.recorded @> cast(:as_known_at as timestamptz)
    and r.effective_date between :from_on and :to_on
    and (cast(:district as text) is null or district.code = :district)
    and (cast(:organisation as text) is null or organisation.code = :organisation)
    and (cast(:project as text) is null or project.code = :project)
group by district.code, organisation.code, r.review_mode
order by district.code, organisation.code, r.review_mode
