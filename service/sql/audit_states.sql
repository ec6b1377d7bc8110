-- Entries on some tiles whose states are not those of a point of their ground, worked out from the pieces and releases
-- that cover it: what was open there just before the record's turn, and just after. Ground released outside recorded
-- hazard must never have been recorded nor released before. Where several pieces begin or end on one day their order is
-- not looked at.
with tile as materialized (
    select st_makeenvelope(
        x * cast(:tile_deg as double precision), y * cast(:tile_deg as double precision),
        (x + 1) * cast(:tile_deg as double precision), (y + 1) * cast(:tile_deg as double precision), 4326
    ) as geom
    from unnest(cast(:columns as integer[]), cast(:rows as integer[])) as t (x, y)
),
entry as materialized (
    select distinct on (e.id)
        e.*, st_pointonsurface(e.geom) as point, own.method_rank, own.code as release_code, own.version_id
    from tile
    join ledger_entry e on upper_inf(e.recorded) and e.geom && tile.geom
    left join account_release own
        on upper_inf(own.recorded) and (own.account, own.release_area_id) = (e.account, e.release_area_id)
    where e.release_area_id is null or own.version_id is not null
),
piece as materialized (
    select
        e.id, e.release_area_id is not null as is_release, p.classification, p.types, p.since,
        p.hazardous_from = e.effective_date as begins, p.hazardous_until = e.effective_date as ends
    from entry e
    join hazard_piece p on upper_inf(p.recorded) and p.geom && e.point and st_intersects(p.geom, e.point)
    where p.hazardous_from <= e.effective_date and (p.hazardous_until is null or e.effective_date <= p.hazardous_until)
),
worked as materialized (
    select e.id, r.worked_on, r.target_types, coalesce(r.version_id = e.version_id, false) as is_own
    from entry e
    join account_release r
        on upper_inf(r.recorded)
        and r.account = e.account
        and r.ground && e.point
        and st_intersects(r.ground, e.point)
        and (r.effective_date, r.method_rank, r.code collate "C")
          <= (e.effective_date, coalesce(e.method_rank, -1), coalesce(e.release_code, '') collate "C")
),
alive as (
    select id, classification, types, since, is_after
    from piece
    cross join lateral (values (false), (true)) side (is_after)
    where case
        when is_release then not coalesce(ends, false)
        when is_after then not coalesce(ends, false)
        else not begins
    end
),
open as (
    select alive.id, is_after, classification, type
    from alive
    cross join unnest(types) as type
    where not exists (
        select from worked
        where worked.id = alive.id
          and (is_after or not is_own)
          and (target_types is null or type = any (target_types))
          and (since is null or since <= worked_on)
    )
),
state as (
    select
        id,
        min(classification) filter (where not is_after) || ':'
            || string_agg(distinct type, ',' order by type) filter (where not is_after) as before,
        min(classification) filter (where is_after) || ':'
            || string_agg(distinct type, ',' order by type) filter (where is_after) as after
    from open
    group by id
),
told as (
    select
        e.*, state.before, state.after,
        e.class_before || ':' || array_to_string(e.types_before, ',') as told_before,
        e.class_after || ':' || array_to_string(e.types_after, ',') as told_after,
        (select count(*) from piece where piece.id = e.id and (begins or ends)) as event_count,
        exists (
            select from hazard_piece p
            where upper_inf(p.recorded)
              and p.geom && e.point
              and st_intersects(p.geom, e.point)
              and p.hazardous_from <= e.effective_date
        ) or exists (select from worked where worked.id = e.id and not is_own) as is_known
    from entry e
    left join state using (id)
)
select
    case when told.release_area_id is null then 'hazardous_areas' else 'release_areas' end as layer,
    coalesce(release_code, h.code) as code, 'entry' as part, told.id as number, told.account, test.aspect,
    test.expected, test.found, null as other
from told
left join hazardous_area h on h.id = told.hazardous_area_id
cross join lateral (
    values
        ('state_before', before, told_before, before is distinct from told_before),
        ('state_after', after, told_after, after is distinct from told_after),
        ('cause', null, cause, cause = 'released_outside' and is_known)
) as test (aspect, expected, found, is_wrong)
where is_wrong and (told.release_area_id is not null or event_count = 1)
order by code, told.id
limit :finding_limit
