-- The releases that figures of a report are added up from, one by one, told in one of three ways (`told`): as their work
-- yielded (`work`, in an account), as quality control found them (`quality_control`, of a basis), or by how much what is
-- known of earlier work changed since an instant (`late`, in an account). What is asked for narrows them; organisations are
-- separated by commas, and `-` is a district or an organisation that no record tells.
-- Every line carries the sums of all that are asked for; releases that who looks may not see are only counted.
with changed_task as (
    select task_id
    from task_version
    where cast(:is_of_some as boolean)
        and (
            lower(recorded) > :known_since and lower(recorded) <= :as_known_at
            or upper(recorded) > :known_since and upper(recorded) <= :as_known_at
        )
    union
    select t.task_id
    from project_phase_version as p
    join task_version as t using (project_phase_id)
    where cast(:is_of_some as boolean)
        and (
            lower(p.recorded) > :known_since and lower(p.recorded) <= :as_known_at
            or upper(p.recorded) > :known_since and upper(p.recorded) <= :as_known_at
        )
),
touched as materialized ( -- of the work of somebody also what changed hands, as in late_released_of
    select release_area_id
    from ledger_entry
    where cast(:told as text) = 'late'
        and (
            lower(recorded) > :known_since and lower(recorded) <= :as_known_at
            or not upper_inf(recorded) and upper(recorded) > :known_since and upper(recorded) <= :as_known_at
        )
    union
    select release_area_id
    from release_area_version
    where cast(:told as text) = 'late'
        and cast(:is_of_some as boolean)
        and (
            lower(recorded) > :known_since and lower(recorded) <= :as_known_at
            or not upper_inf(recorded) and upper(recorded) > :known_since
        )
    union
    select r.release_area_id
    from changed_task
    join release_area_version as r on r.task_id = changed_task.task_id and upper_inf(r.recorded)
    where cast(:told as text) = 'late'
),
state as (
    select 1 as sign, cast(:as_known_at as timestamptz) as at
    union all
    select -1, cast(:known_since as timestamptz)
),
freed as (
    select
        e.release_area_id,
        sum(e.area_m2) as area_m2,
        (array_agg(e.district_id order by e.area_m2 desc, e.id))[1] as district_id
    from ledger_entry as e
    where cast(:told as text) = 'quality_control'
        and e.account = :account
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.effective_date between :from_on and :to_on
        and e.release_area_id is not null
    group by e.release_area_id
),
told as (
    select
        w.version_id, w.release_method, w.effective_date as day, w.net_m2 as area_m2, w.worked_m2, w.is_polygon, w.has_find,
        district.code as district, organisation.code as organisation, project.code as project, task.code as task
    from released_work(:account, :from_on, :to_on, :as_known_at) as w
    left join task on task.id = w.task_id
    left join task_version as t on t.task_id = w.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    left join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    left join project on project.id = p.project_id
    left join organisation on organisation.id = coalesce(w.organisation_id, t.organisation_id)
    left join district on district.id = w.district_id
    where cast(:told as text) = 'work'
    union all
    select
        r.id, r.release_method,
        case when r.basis = 'certified' then coalesce(r.accepted_on, r.effective_date) else r.effective_date end,
        coalesce(freed.area_m2, 0), null, null, null,
        district.code, organisation.code, project.code, task.code
    from release_area_version as r
    left join task on task.id = r.task_id
    left join task_version as t on t.task_id = r.task_id and t.recorded @> cast(:as_known_at as timestamptz)
    left join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    left join project on project.id = p.project_id
    left join freed on freed.release_area_id = r.release_area_id
    left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
    left join district on district.id = coalesce(r.district_id, t.district_id, freed.district_id)
    where cast(:told as text) = 'quality_control'
        and r.basis = :account
        and r.recorded @> cast(:as_known_at as timestamptz)
        and case when r.basis = 'certified' then coalesce(r.accepted_on, r.effective_date) else r.effective_date end
            between :from_on and :to_on
    union all
    select
        (array_agg(r.id order by r.version desc))[1], e.release_method, e.effective_date,
        sum(state.sign * e.area_m2::numeric)::double precision, null, null, null,
        cast(:district as text), cast(:organisation as text), cast(:project as text),
        (array_agg(task.code order by r.version desc))[1]
    from state
    cross join touched
    join ledger_entry as e on e.release_area_id = touched.release_area_id and e.recorded @> state.at
    join release_area_version as r on r.release_area_id = e.release_area_id and r.recorded @> state.at
    left join task on task.id = r.task_id
    left join task_version as t on t.task_id = r.task_id and t.recorded @> state.at
    left join project_phase_version as p on p.project_phase_id = t.project_phase_id and p.recorded @> state.at
    left join organisation on organisation.id = coalesce(r.organisation_id, t.organisation_id)
    left join project on project.id = p.project_id
    left join district on district.id = e.district_id
    where cast(:told as text) = 'late'
        and e.account = :account
        and e.cause in ('released', 'released_outside')
        and e.effective_date between :from_on and :to_on
        and (cast(:district as text) is null or district.code = :district)
        and (cast(:organisation as text) is null or organisation.code = :organisation)
        and (cast(:project as text) is null or project.code = :project)
    group by e.release_area_id, e.effective_date, e.release_method
    having sum(state.sign * e.area_m2::numeric) <> 0
),
asked as materialized (
    select
        told.*, release_area.code, r.qc_state, r.deminers, r.visibility, r.release_area_id, r.version,
        r.visibility = any(cast(:audience as text[])) and not exists (
            select from release_area_version as later
            where later.release_area_id = r.release_area_id and later.version > r.version
                and later.visibility <> all(cast(:audience as text[]))
        ) as is_visible
    from told
    join release_area_version as r on r.id = told.version_id
    join release_area on release_area.id = r.release_area_id
    where (cast(:qc_state as text) is null or r.qc_state = :qc_state)
        and (cast(:methods as text[]) is null or told.release_method = any(:methods))
        and (cast(:district as text) is null or coalesce(told.district, '-') = :district)
        and (
            cast(:organisation as text) is null
            or coalesce(told.organisation, '-') = any(string_to_array(:organisation, ','))
        )
        and (cast(:project as text) is null or told.project = :project)
),
summed as (
    select
        count(*) as release_count,
        count(*) filter (where not asked.is_visible) as hidden_count,
        coalesce(sum(asked.area_m2), 0)::double precision as area_m2,
        coalesce(-sum(asked.area_m2) filter (where asked.area_m2 < 0), 0)::double precision as taken_m2,
        coalesce(sum(asked.worked_m2) filter (where asked.release_method = 'cleared'), 0)::double precision
            as cleared_worked_m2,
        count(*) filter (where asked.is_polygon and asked.release_method = 'cleared') as polygon_count,
        count(*) filter (where asked.is_polygon and not asked.has_find and asked.release_method = 'cleared')
            as without_find_count
    from asked
),
listed as (
    select
        asked.code, asked.release_method, asked.day, asked.qc_state, asked.district, asked.organisation, asked.task,
        asked.area_m2 as counted_m2, asked.worked_m2, asked.is_polygon, asked.has_find, asked.deminers
    from asked
    where asked.is_visible
    order by asked.day desc, asked.code, asked.release_method
    limit :limit
    offset :offset
)
select summed.*, listed.*
from summed
left join listed on true
order by listed.day desc, listed.code, listed.release_method
