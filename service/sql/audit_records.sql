-- Entries that do not say what the versions of their record said while the entries were held: account, day, method,
-- class, the causes that states allow, and ground outside the record's own.
with held as materialized (
    select account, release_area_id, range_agg(recorded) as recorded
    from account_release
    group by account, release_area_id
)
select distinct layer, code, 'entry' as part, number, account, aspect, expected, found, null as other
from (
    select 'release_areas' as layer, i.code, e.id as number, e.account, wrong.*
    from ledger_entry e
    join release_area i on i.id = e.release_area_id
    left join held on (held.account, held.release_area_id) = (e.account, e.release_area_id)
    left join release_area_version v on v.release_area_id = e.release_area_id and v.recorded && e.recorded
    left join account_release r on (r.account, r.version_id) = (e.account, v.id)
    cross join lateral (
        select
            r.effective_date, r.release_method,
            cast(:class_of_types as jsonb) ->> coalesce(array_to_string(r.target_types, ','), 'unknown') as class,
            case
                when e.class_before is null and e.class_after is null then 'released_outside'
                when e.class_after is null then 'released'
                when e.class_before is not null then 'partly_released'
            end as cause,
            case
                when r.version_id is null or e.geom = r.ground then 0
                else ground_area_m2(st_collectionextract(st_difference(e.geom, r.ground, :grid_deg), 3))
            end as beyond_m2
        offset 0
    ) told
    cross join lateral (
        values
            (
                'recorded', held.recorded::text, e.recorded::text,
                held.recorded is null or not e.recorded <@ held.recorded
            ),
            ('effective_date', told.effective_date::text, e.effective_date::text, told.effective_date <> e.effective_date),
            ('release_method', told.release_method, e.release_method, told.release_method <> e.release_method),
            ('contamination_class', told.class, e.contamination_class, told.class <> e.contamination_class),
            ('cause', told.cause, e.cause, told.cause is distinct from e.cause),
            ('beyond_m2', '0', told.beyond_m2::text, told.beyond_m2 > :sliver_m2)
    ) as wrong (aspect, expected, found, is_wrong)
    where is_wrong
    union all
    select 'hazardous_areas', i.code, e.id, e.account, wrong.*
    from ledger_entry e
    join hazardous_area i on i.id = e.hazardous_area_id
    cross join lateral (
        values (lower(e.recorded)), (case when upper_inf(e.recorded) then timestamptz 'infinity' end)
    ) known (at)
    cross join lateral (
        select st_union(p.geom) as geom
        from hazard_piece p
        where p.recorded @> known.at
          and p.hazardous_area_id = e.hazardous_area_id
          and e.effective_date = case
              when e.class_before is null then p.hazardous_from
              when e.class_after is null then p.hazardous_until
              when e.effective_date = p.hazardous_from then p.hazardous_from
              else p.hazardous_until
          end
          and (p.hazardous_until is null or p.hazardous_from < p.hazardous_until)
    ) piece
    cross join lateral (
        select *
        from (
            values
                ('effective_date', null, e.effective_date::text, piece.geom is null),
                ('release_method', null, e.release_method, e.release_method is not null),
                (
                    'cause', null, e.cause,
                    case e.cause
                        when 'identified' then e.class_before is not null or e.class_after is null
                        when 'booked_off' then e.class_before is null or e.class_after is not null
                        when 'redrawn' then
                            (e.class_before, e.types_before) is not distinct from (e.class_after, e.types_after)
                        else true
                    end
                )
        ) as test (aspect, expected, found, is_wrong)
        where is_wrong
        union all
        select 'beyond_m2', '0', ground_area_m2(st_collectionextract(st_difference(e.geom, piece.geom, :grid_deg), 3))::text, true
        where piece.geom is not null
          and e.geom is distinct from piece.geom
          and ground_area_m2(st_collectionextract(st_difference(e.geom, piece.geom, :grid_deg), 3)) > :sliver_m2
    ) wrong
    where known.at is not null and e.hazardous_area_id is not null
) as entry
order by layer, code, number
limit :finding_limit
