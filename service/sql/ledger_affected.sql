-- The releases whose net may have changed at a stamp: those that changed themselves, those that come later in the
-- order on ground that a changed release covers or covered, and those of the days of a changed piece on its ground.
-- A change of district boundaries concerns all.
create temporary table ledger_affected on commit drop as
with changed as materialized (
    select account, version_id, release_area_id, recorded, effective_date, method_rank, code, ground
    from account_release
    where lower(recorded) = :stamp or upper(recorded) = :stamp
),
changed_piece as materialized (
    select hazardous_from, geom from hazard_piece where lower(recorded) = :stamp or upper(recorded) = :stamp
),
boundary as (
    select district_id, geom, is_authoritative
    from district_version
    where geom is not null and (lower(recorded) = :stamp or upper(recorded) = :stamp)
),
changed_boundary as (
    select district_id from boundary
    group by district_id, geom, is_authoritative
    having count(*) = 1
),
affected as (
    select account, version_id from changed where upper_inf(recorded)
    union
    select later.account, later.version_id
    from changed
    join account_release later
        on upper_inf(later.recorded)
        and later.account = changed.account
        and later.ground && changed.ground
        and st_intersects(later.ground, changed.ground)
        and (later.effective_date, later.method_rank, later.code collate "C")
          > (changed.effective_date, changed.method_rank, changed.code collate "C")
    union
    select later.account, later.version_id
    from changed_piece
    join account_release later
        on upper_inf(later.recorded)
        and later.ground && changed_piece.geom
        and st_intersects(changed_piece.geom, later.ground)
        and later.effective_date >= changed_piece.hazardous_from
    union
    select account, version_id
    from account_release
    where upper_inf(recorded) and exists (select from changed_boundary)
)
select
    row_number() over () as n,
    r.account, r.release_area_id, r.code, r.effective_date, r.method_rank, r.release_method, r.target_types,
    r.district_id, r.ground
from affected
join account_release r using (account, version_id)
where r.ground is not null
