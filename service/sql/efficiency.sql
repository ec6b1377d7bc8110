-- Released and worked square metres and cleared polygons of a period, in one account and as known at an instant, by
-- method and by what is asked for: nothing, `organisation`, `task`, `project_phase` or `project` (domain.md 8.11).
--
-- What an account takes over from the other one repeats work: its polygon and its gross work count only where at least
-- half of it is its own net.
with net as (
    select
        e.release_area_id,
        sum(e.area_m2::numeric)::double precision as area_m2
    from ledger_entry as e
    where e.account = :account
        and e.cause in ('released', 'released_outside')
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.effective_date between :start and :end
    group by e.release_area_id
),
released as (
    select
        a.release_area_id,
        a.release_method,
        a.ground,
        v.task_id,
        v.organisation_id,
        v.processed_m2,
        coalesce(net.area_m2, 0) as net_m2,
        v.basis = :account or coalesce(net.area_m2, 0) >= v.area_m2 / 2 as is_own,
        coalesce(v.ap_mine, 0) + coalesce(v.av_mine, 0) + coalesce(v.submunition, 0)
        + coalesce(v.uxo, 0) + coalesce(v.axo, 0) + coalesce(v.ied, 0) > 0 as says_find
    from account_release as a
    join release_area_version as v on v.id = a.version_id
    left join net on net.release_area_id = a.release_area_id
    where a.account = :account
        and a.recorded @> cast(:as_known_at as timestamptz)
        and a.effective_date between :start and :end
),
find as materialized (
    select lot.release_area_id, lot.task_id, lot.geom
    from counted_items(:as_known_at) as lot
    where lot.is_hazardous and lot.eo_category not in ('saa', 'scrap') and lot.found_on <= :end
),
with_find as (
    select find.release_area_id
    from find
    where find.release_area_id is not null
    union
    select released.release_area_id
    from released
    join find on find.task_id = released.task_id and st_covers(released.ground, find.geom)
    where released.release_method = 'cleared' and find.release_area_id is null and find.geom is not null
    union
    select released.release_area_id
    from released
    where released.says_find
)
select
    case cast(:by as text)
        when 'organisation' then organisation.code
        when 'task' then task.code
        when 'project_phase' then project_phase.code
        when 'project' then project.code
    end as scope,
    released.release_method as method,
    sum(released.net_m2) as area_m2,
    sum(
        case when released.is_own then coalesce(released.processed_m2, released.net_m2) else released.net_m2 end
    ) as worked_m2,
    count(*) filter (where released.is_own and released.ground is not null) as polygon_count,
    count(*) filter (
        where released.is_own and released.ground is not null and with_find.release_area_id is null
    ) as without_find_count
from released
left join with_find on with_find.release_area_id = released.release_area_id
left join task on task.id = released.task_id
left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
left join organisation on organisation.id = coalesce(released.organisation_id, t.organisation_id)
left join project_phase on project_phase.id = t.project_phase_id
left join project_phase_version as p
    on p.project_phase_id = project_phase.id and p.recorded @> cast(:as_known_at as timestamptz)
left join project on project.id = p.project_id
group by scope, released.release_method
