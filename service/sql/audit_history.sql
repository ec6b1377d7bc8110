-- What was recorded and when: bounds that are no stamp of a change, versions of a record that do not count 1, 2, 3 or
-- overlap in time, and pieces that were held while no version of their area was.
with version as (
    select 'districts' as layer, district_id as record_id, version, recorded from district_version
    union all
    select 'organisations', organisation_id, version, recorded from organisation_version
    union all
    select 'projects', project_id, version, recorded from project_version
    union all
    select 'project_phases', project_phase_id, version, recorded from project_phase_version
    union all
    select 'hazardous_areas', hazardous_area_id, version, recorded from hazardous_area_version
    union all
    select 'tasks', task_id, version, recorded from task_version
    union all
    select 'release_areas', release_area_id, version, recorded from release_area_version
    union all
    select 'eo_items', eo_item_id, version, recorded from eo_item_version
),
record as (
    select 'districts' as layer, id, code from district
    union all
    select 'organisations', id, code from organisation
    union all
    select 'projects', id, code from project
    union all
    select 'project_phases', id, code from project_phase
    union all
    select 'hazardous_areas', id, code from hazardous_area
    union all
    select 'tasks', id, code from task
    union all
    select 'release_areas', id, code from release_area
    union all
    select 'eo_items', id, code from eo_item
),
held as (
    select layer, record_id, 'version' as part, version::bigint as number, null as account, recorded from version
    union all
    select 'hazardous_areas', hazardous_area_id, 'piece', id, null, recorded from hazard_piece
    union all
    select
        case when release_area_id is null then 'hazardous_areas' else 'release_areas' end,
        coalesce(release_area_id, hazardous_area_id), 'entry', id, account, recorded
    from ledger_entry
    union all
    select null, null, 'total', id, account, recorded from ledger_total
    union all
    select null, null, 'week', id, account, recorded from ledger_week
),
wrong as (
    select layer, record_id, part, number, account, 'stamp' as aspect, null as expected, at::text as found
    from held
    cross join lateral (values (lower(recorded)), (upper(recorded))) as bound (at)
    where at is not null and not exists (select from ledger_change where recorded_at = at)
    union all
    select layer, record_id, 'version', version, null, 'version', place::text, version::text
    from (
        select layer, record_id, version, row_number() over (partition by layer, record_id order by version) as place
        from version
    ) as counted
    where version <> place
    union all
    select layer, record_id, 'version', version, null, 'recorded', 'empty', (recorded * before)::text
    from (
        select
            layer, record_id, version, recorded,
            lag(recorded) over (partition by layer, record_id order by version) as before
        from version
    ) as pair
    where not before << recorded
    union all
    select 'hazardous_areas', p.hazardous_area_id, 'piece', p.id, null, 'recorded', known.recorded::text, p.recorded::text
    from hazard_piece p
    left join (
        select hazardous_area_id, range_agg(recorded) as recorded from hazardous_area_version group by hazardous_area_id
    ) known using (hazardous_area_id)
    where known.recorded is null or not p.recorded <@ known.recorded
)
select wrong.layer, record.code, part, number, account, aspect, expected, found, null as other
from wrong
left join record on record.layer = wrong.layer and record.id = wrong.record_id
order by layer, code, part, number
limit :finding_limit
