-- Releases on some tiles that ought to have freed more than their entries say: on ground of theirs without an entry a
-- type that they searched for was open, or no hazardous area was recorded and nothing released before. Beside them how
-- many slivers overlay left behind there, and their area.
--
-- Only what is left of a release without its entries and without plain earlier work is looked at closely: work that
-- searched for at least as much, and that no area there is too new for.
with tile as materialized (
    select
        x, y,
        st_makeenvelope(
            x * cast(:tile_deg as double precision), y * cast(:tile_deg as double precision),
            (x + 1) * cast(:tile_deg as double precision), (y + 1) * cast(:tile_deg as double precision), 4326
        ) as geom
    from unnest(cast(:columns as integer[]), cast(:rows as integer[])) as t (x, y)
),
short as materialized (
    select
        r.account, r.code, r.release_area_id, r.effective_date, r.worked_on, r.method_rank, r.target_types, r.ground,
        own.geom as counted
    from tile
    join account_release r
        on upper_inf(r.recorded)
        and r.ground && tile.geom
        and floor(st_xmin(r.ground) / :tile_deg) = tile.x
        and floor(st_ymin(r.ground) / :tile_deg) = tile.y
    join release_area_version v on v.id = r.version_id
    cross join lateral (
        select coalesce(sum(e.area_m2), 0) as area_m2, st_collect(e.geom) as geom
        from ledger_entry e
        where upper_inf(e.recorded) and e.release_area_id = r.release_area_id and e.account = r.account
        offset 0
    ) own
    where own.area_m2 < v.area_m2 - :sliver_m2
),
rest as materialized (
    select short.*, rest.geom
    from short
    cross join lateral (
        select
            st_collectionextract(
                st_difference(short.ground, coalesce(st_union(known.geom), 'SRID=4326;POLYGON EMPTY'), :grid_deg), 3
            ) as geom
        from (
            select short.counted as geom
            union all
            select e.ground
            from account_release e
            where upper_inf(e.recorded)
              and e.account = short.account
              and e.ground && short.ground
              and (e.effective_date, e.method_rank, e.code collate "C")
                < (short.effective_date, short.method_rank, short.code collate "C")
              and (e.target_types is null or e.target_types @> short.target_types)
              and not exists (
                  select from hazard_piece p
                  where upper_inf(p.recorded) and p.geom && short.ground and p.since > e.worked_on
              )
        ) as known
        offset 0
    ) rest
    where st_area(rest.geom) > 0
),
missing as materialized (
    select rest.account, rest.code, missing.kind, ground_area_m2(polygon.geom) as area_m2
    from rest
    cross join lateral (
        -- inside recorded hazard: what was open for a type, but for ground that another area keeps open for it
        select type as kind, st_difference(
            st_collectionextract(st_intersection(rest.geom, p.geom, :grid_deg), 3),
            coalesce(dealt_with.geom, 'SRID=4326;POLYGON EMPTY'),
            :grid_deg
        ) as geom
        from hazard_piece p
        cross join unnest(p.types) as type
        cross join lateral (
            select st_union(geom) as geom
            from (
                select e.ground as geom
                from account_release e
                where upper_inf(e.recorded)
                  and e.account = rest.account
                  and e.ground && rest.geom
                  and (e.effective_date, e.method_rank, e.code collate "C")
                    < (rest.effective_date, rest.method_rank, rest.code collate "C")
                  and (e.target_types is null or type = any (e.target_types))
                  and (p.since is null or p.since <= e.worked_on)
                union all
                select other.geom
                from hazard_piece other
                where upper_inf(other.recorded)
                  and other.geom && rest.geom
                  and type = any (other.types)
                  and other.since > rest.worked_on
                  and other.hazardous_from <= rest.effective_date
                  and (other.hazardous_until is null or rest.effective_date < other.hazardous_until)
            ) as either
        ) dealt_with
        where upper_inf(p.recorded)
          and p.geom && rest.geom
          and p.hazardous_from <= rest.effective_date
          and (p.hazardous_until is null or rest.effective_date < p.hazardous_until)
          and (rest.target_types is null or type = any (rest.target_types))
          and (p.since is null or p.since <= rest.worked_on)
        union all
        -- outside it: what no release before covered
        select null, st_difference(rest.geom, coalesce(known.geom, 'SRID=4326;POLYGON EMPTY'), :grid_deg)
        from (
            select st_union(geom) as geom
            from (
                select e.ground as geom
                from account_release e
                where upper_inf(e.recorded)
                  and e.account = rest.account
                  and e.ground && rest.geom
                  and (e.effective_date, e.method_rank, e.code collate "C")
                    < (rest.effective_date, rest.method_rank, rest.code collate "C")
                union all
                select p.geom
                from hazard_piece p
                where upper_inf(p.recorded)
                  and p.geom && rest.geom
                  and p.hazardous_from <= rest.effective_date
            ) as either
        ) known
    ) missing
    cross join lateral st_dump(st_collectionextract(missing.geom, 3)) polygon
)
(
    select
        'release_areas' as layer, code, null as part, null::bigint as number, account, 'not_counted_m2' as aspect,
        '0' as expected, round(max(area_m2)::numeric, 2)::text as found, null as other
    from (
        select account, code, sum(area_m2) as area_m2
        from missing
        where area_m2 >= :sliver_m2
        group by account, code, kind
    ) as by_type
    group by account, code
    having max(area_m2) > :tolerance_m2
    order by code, account
    limit :finding_limit
)
union all
select null, null, null, count(*), null, 'slivers', null, round(coalesce(sum(area_m2), 0)::numeric, 4)::text, null
from missing
where area_m2 > 0 and area_m2 < :sliver_m2
