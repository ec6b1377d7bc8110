-- What is approved of the tasks that a file names: m² by basis, but for the releases that it brings in a new version;
-- what was planned, and whether the task is completed.
select
    task.code as task_code,
    coalesce(released.operational, 0) as operational,
    coalesce(released.certified, 0) as certified,
    coalesce(t.planned_area_m2, nullif(t.area_m2, 0)) as planned_m2,
    t.completed_on is not null or t.status in ('completed', 'accepted', 'handed_over', 'closed') as is_completed
from task
join task_version t on t.task_id = task.id and upper_inf(t.recorded)
left join lateral (
    select
        sum(coalesce(v.area_m2, v.area_reported_m2)) filter (where v.basis = 'operational') as operational,
        sum(coalesce(v.area_m2, v.area_reported_m2)) filter (where v.basis = 'certified') as certified
    from release_area_version v
    join release_area r on r.id = v.release_area_id
    where v.task_id = task.id
        and upper_inf(v.recorded)
        and not exists (select from unnest(string_to_array(:codes, chr(10))) as renewed (code) where renewed.code = r.code)
) as released on true
where task.code = any (cast(:tasks as text[]))
order by task.code
