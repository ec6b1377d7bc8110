-- Districts in which work goes on, as known at an instant: approved releases with their day in the weeks before a period,
-- or a task that is active.
select district.code
from district
where district.id in (
    select coalesce(r.district_id, t.district_id)
    from release_area_version as r
    left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    where r.recorded @> cast(:as_known_at as timestamptz)
        and r.effective_date between cast(:from_on as date) and cast(:to_on as date)
    union all
    select t.district_id
    from task_version as t
    where t.recorded @> cast(:as_known_at as timestamptz) and t.status in ('active', 'rework')
)
order by district.code
