-- Approved releases with their day of work between two days, as known at an instant: who worked where, and how many
-- people approved it. Also those that free no ground, because they repeat an earlier release or have no outline.
select
    district.code as district,
    organisation.code as organisation,
    upload.review_mode,
    count(*) as release_count
from release_area_version as r
join upload on upload.id = r.upload_id
left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
left join district on district.id = coalesce(r.district_id, t.district_id)
left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
where r.recorded @> cast(:as_known_at as timestamptz)
    and r.effective_date between :from_on and :to_on
group by district.code, organisation.code, upload.review_mode
order by district.code, organisation.code, upload.review_mode
