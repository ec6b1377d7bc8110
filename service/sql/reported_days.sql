-- Approved releases of the tasks, teams and days that a file reports, but for those that it brings in a new version.
select
    r.code, named.task_code, organisation.code as organisation, v.reported_by, v.shift, v.effective_date,
    v.release_method,
    (
        select array_agg(a.asset order by a.asset) from release_area_version_asset a where a.version_id = v.id
    ) as asset
from unnest(cast(:tasks as text[]), cast(:teams as text[]), cast(:days as date[]))
    as named (task_code, reported_by, effective_date)
join task on task.code = named.task_code
join release_area_version v
    on v.task_id = task.id
    and v.reported_by = named.reported_by
    and v.effective_date = named.effective_date
join release_area r on r.id = v.release_area_id
left join organisation on organisation.id = v.organisation_id
where upper_inf(v.recorded)
    and v.basis = 'operational'
    and v.release_method <> 'cancelled'
    and coalesce(v.work_date_from, v.effective_date) = v.effective_date
    and not exists (select from unnest(string_to_array(:codes, chr(10))) as renewed (code) where renewed.code = r.code)
order by r.code
