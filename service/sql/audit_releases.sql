-- Counts of releases that differ from what the releases themselves tell, as known at the last change and at about three
-- before it, evenly chosen. The ledger asks of a few releases at a time what they are counted by; here it is worked out
-- of all at once, by whole tables.
with stamp as materialized (
    select recorded_at
    from (
        select recorded_at, row_number() over (order by recorded_at desc) - 1 as place, count(*) over () as stamp_count
        from ledger_change
    ) as numbered
    where place % ceil(stamp_count / 4.0)::bigint = 0
),
version as (
    select
        stamp.recorded_at, v.id, v.release_area_id, v.version, lower(v.recorded) as approved_at, v.effective_date, v.release_method, v.visibility, v.basis,
        v.upload_id, v.organisation_id, v.task_id, v.district_id, v.area_m2, v.depth_cleared_cm,
        greatest(v.ap_mine, v.av_mine, v.submunition, v.uxo, v.axo, v.ied) > 0 as says_find
    from release_area_version v
    cross join lateral (select recorded_at from stamp where v.recorded @> recorded_at offset 0) as stamp
),
entry as (
    select stamp.recorded_at, e.id, e.release_area_id, e.cause, e.district_id, e.area_m2
    from ledger_entry e
    cross join lateral (select recorded_at from stamp where e.recorded @> recorded_at offset 0) as stamp
    where e.account = 'operational' and e.release_area_id is not null
),
net as (
    select
        recorded_at, release_area_id,
        sum(area_m2::numeric) filter (where cause in ('released', 'released_outside'))::double precision as area_m2,
        (array_agg(district_id order by area_m2 desc, id))[1] as district_id
    from entry
    group by recorded_at, release_area_id
),
find as materialized (
    select stamp.recorded_at, i.release_area_id, i.task_id, i.found_on, i.geom
    from stamp
    join eo_item_version i on i.recorded @> stamp.recorded_at
    where i.is_hazardous and i.eo_category not in ('saa', 'scrap')
),
found as (
    select recorded_at, release_area_id, min(found_on) as found_on
    from (
        select recorded_at, release_area_id, found_on from find where release_area_id is not null
        union all
        select find.recorded_at, v.release_area_id, find.found_on
        from find
        join release_area_version v
            on v.task_id = find.task_id and v.recorded @> find.recorded_at and st_covers(v.ground, find.geom)
        where find.release_area_id is null and v.release_method = 'cleared'
    ) as either
    group by recorded_at, release_area_id
),
fact as (
    select
        v.recorded_at, v.effective_date, v.release_method, v.visibility, upload.review_mode,
        first_upload.review_mode as first_review_mode, first_upload.created_at as first_sent_at,
        first.approved_at as first_approved_at,
        array_remove(array[
            case when v.area_m2 is not null then 'area_m2' end,
            case when asset.version_id is not null then 'asset' end,
            case when v.depth_cleared_cm is not null then 'depth_cleared_cm' end,
            case when v.district_id is not null then 'district_id' end,
            case when v.task_id is not null then 'task_id' end
        ], null) as stated,
        v.area_m2 is not null and (v.basis = 'operational' or coalesce(net.area_m2, 0) >= v.area_m2 / 2) as is_polygon,
        coalesce(v.district_id, task.district_id, net.district_id) as district_id,
        coalesce(v.organisation_id, task.organisation_id) as organisation_id,
        phase.project_id,
        case
            when v.says_find or found.found_on < v.effective_date then v.effective_date
            else found.found_on
        end as first_find_on
    from version v
    join upload on upload.id = v.upload_id
    cross join lateral (
        select v.upload_id, v.approved_at
        where v.version = 1
        union all
        select f.upload_id, lower(f.recorded)
        from release_area_version f
        where f.release_area_id = v.release_area_id and f.version = 1 and v.version > 1
    ) as first
    join upload first_upload on first_upload.id = first.upload_id
    left join (select distinct version_id from release_area_version_asset) asset on asset.version_id = v.id
    left join net using (recorded_at, release_area_id)
    left join task_version task on task.task_id = v.task_id and task.recorded @> v.recorded_at
    left join project_phase_version phase
        on phase.project_phase_id = task.project_phase_id and phase.recorded @> v.recorded_at
    left join found using (recorded_at, release_area_id)
),
compared as (
    select
        recorded_at, effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
        first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
        sum(expected) as expected, sum(found) as found
    from (
        select fact.*, 1 as expected, 0 as found from fact
        union all
        select
            stamp.recorded_at, effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
            first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
            0, release_count
        from stamp
        join release_total on release_total.recorded @> stamp.recorded_at
    ) as either
    group by
        recorded_at, effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
        first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on
    having sum(expected) <> sum(found)
)
select
    null as layer, concat_ws(' ', effective_date, release_method, district.code, organisation.code) as code,
    'total' as part, null::bigint as number, null as account, 'release_count' as aspect, expected::text as expected,
    found::text as found, recorded_at::text as other
from compared
left join district on district.id = compared.district_id
left join organisation on organisation.id = compared.organisation_id
order by recorded_at desc, code
limit :finding_limit
