-- Counts of releases that differ from what the releases themselves tell, as known at the last change and at about three
-- before it, evenly chosen: each is worked out from all records.
with stamp as (
    select recorded_at
    from (
        select recorded_at, row_number() over (order by recorded_at desc) - 1 as place, count(*) over () as stamp_count
        from ledger_change
    ) as numbered
    where place % ceil(stamp_count / 4.0)::bigint = 0
),
compared as (
    select
        recorded_at, effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
        first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
        sum(expected) as expected, sum(found) as found
    from (
        select
            stamp.recorded_at, effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
            first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
            1 as expected, 0 as found
        from stamp
        cross join lateral release_facts(stamp.recorded_at) as fact
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
