-- Ground of the releases that a change at a stamp brought which another release counts, because it comes earlier in the
-- order: each pair, the largest first. `counted_m2` is all that others count of the release, once.
with own as materialized (
    select r.account, r.version_id, r.release_area_id, r.code, v.position, r.effective_date, r.method_rank, r.ground
    from account_release r
    join release_area_version v on v.id = r.version_id
    where lower(r.recorded) = :stamp and r.ground is not null
),
uncounted as materialized (
    select
        own.*,
        case when net.geom is null then own.ground
            else st_collectionextract(st_difference(own.ground, net.geom), 3) end as left_over
    from own
    cross join lateral (
        select st_union(e.geom) as geom, coalesce(sum(e.area_m2), 0) as area_m2
        from ledger_entry e
        where e.release_area_id = own.release_area_id and upper_inf(e.recorded) and e.account = own.account
          and e.cause in ('released', 'released_outside')
    ) net
    where ground_area_m2(own.ground) - net.area_m2 >= :least_m2
),
met as materialized (
    select u.*, e.release_area_id as other_id, e.release_method, e.effective_date as other_date, e.geom
    from uncounted u
    cross join lateral ( -- neighbours first, by their boxes: an account holds them all
        select e.account, e.cause, e.release_area_id, e.release_method, e.effective_date, e.geom
        from ledger_entry e
        where upper_inf(e.recorded) and e.geom && u.left_over
        offset 0
    ) e
    where e.account = u.account
      and e.cause in ('released', 'released_outside')
      and e.release_area_id <> u.release_area_id
      and e.effective_date <= u.effective_date
),
shared as (
    select
        met.account, met.position, met.code, other.code as other_code, met.release_method as other_method,
        met.other_date, shown.visibility = 'public' as is_public,
        lower(shown.recorded) = :stamp as is_of_file,
        st_collectionextract(st_intersection(met.left_over, met.geom), 3) as geom
    from met
    join release_area other on other.id = met.other_id
    join release_area_version shown on shown.release_area_id = other.id and upper_inf(shown.recorded)
    join release_method rank on rank.code = met.release_method
    where (met.other_date, rank.position, other.code collate "C")
        < (met.effective_date, met.method_rank, met.code collate "C")
),
pair as (
    select
        account, position, code, other_code, other_method, other_date, bool_or(is_of_file) as is_of_file, is_public,
        sum(ground_area_m2(geom)) as area_m2
    from shared
    where not st_isempty(geom)
    group by account, position, code, other_code, other_method, other_date, is_public
),
whole as materialized (
    select account, sum(area_m2) as counted_m2
    from (
        select account, position, ground_area_m2(st_union(geom)) as area_m2
        from shared
        where not st_isempty(geom)
        group by account, position
    ) once
    group by account
)
select pair.*, count(*) over (partition by account) as pair_count, whole.counted_m2
from pair
join whole using (account)
where area_m2 >= :least_m2
order by area_m2 desc, position, other_code collate "C"
