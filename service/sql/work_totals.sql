-- Close what changed of the ground that is added up by who worked, and record what it is now.
with standing as materialized ( -- by the task first, which tells most: what is missing is looked up in another way
    select w.id
    from work_moved m
    cross join lateral (
        select w.id
        from (
            select * from ledger_work w where w.task_id = m.task_id
            union all
            select * from ledger_work w where w.task_id is null and m.task_id is null
        ) w
        where upper_inf(w.recorded)
          and (w.account, w.first_day, w.cause) = (m.account, m.first_day, m.cause)
          and (w.organisation_id, w.district_id, w.release_method, w.contamination_class, w.types) is not distinct from
              (m.organisation_id, m.district_id, m.release_method, m.contamination_class, m.types)
        offset 0
    ) w
),
closed as (
    update ledger_work w
    set recorded = tstzrange(lower(w.recorded), :stamp)
    from standing
    where w.id = standing.id
    returning w.*
)
insert into ledger_work (
    account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id,
    area_m2, recorded
)
select
    account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id,
    sum(m2), tstzrange(:stamp, null)
from (
    select
        account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id,
        area_m2 as m2
    from closed
    union all
    select * from work_moved
) either
group by
    account, cause, first_day, district_id, release_method, contamination_class, types, organisation_id, task_id
having sum(m2) <> 0
