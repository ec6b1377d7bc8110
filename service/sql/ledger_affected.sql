-- The records whose entries may have changed at a stamp: releases that changed themselves, those that come later in the
-- order on ground that a changed release covers or covered, and those of the days of a changed piece on its ground;
-- hazardous areas whose pieces changed, those that share ground with them, and those that begin or end later than a
-- changed release on their ground.
-- Outlines are compared by st_dwithin(…, 0): st_intersects of GEOS 3.11 fails on valid ground that ends in a needle.
create temporary table ledger_affected on commit drop as
with changed as materialized (
    select account, release_area_id, effective_date, method_rank, code, ground
    from account_release
    where lower(recorded) = :stamp
    union all
    select account, release_area_id, effective_date, method_rank, code, ground
    from account_release
    where upper(recorded) = :stamp and not upper_inf(recorded)
),
changed_piece as materialized (
    select hazardous_area_id, hazardous_from, geom
    from hazard_piece
    where lower(recorded) = :stamp
    union all
    select hazardous_area_id, hazardous_from, geom
    from hazard_piece
    where upper(recorded) = :stamp and not upper_inf(recorded)
)
select account.code as account, v.release_area_id, null::uuid as hazardous_area_id
from account
cross join (
    select release_area_id from release_area_version where lower(recorded) = :stamp
    union
    select release_area_id from release_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
) v
union
select later.account, later.release_area_id, null
from changed
cross join lateral (
    select v.id
    from release_area_version v
    where upper_inf(v.recorded)
      and v.ground && changed.ground
      and greatest(v.effective_date, v.accepted_on) >= changed.effective_date
    offset 0
) neighbour
cross join lateral ( -- the order is asked before the outlines are compared, which costs most
    select release_area_id, account, effective_date, method_rank, code, ground
    from account_release r
    where r.version_id = neighbour.id and r.account = changed.account
    offset 0
) later
where (later.effective_date, later.method_rank, later.code collate "C")
    > (changed.effective_date, changed.method_rank, changed.code collate "C")
  and st_dwithin(changed.ground, later.ground, 0)
union
select later.account, later.release_area_id, null
from changed_piece
cross join lateral (
    select r.*
    from account_release r
    where upper_inf(r.recorded)
      and r.ground && changed_piece.geom
      and r.effective_date >= changed_piece.hazardous_from
      and st_dwithin(changed_piece.geom, r.ground, 0)
) later
union
select account.code, null, area.hazardous_area_id
from account
cross join (
    select hazardous_area_id from changed_piece
    union
    select p.hazardous_area_id
    from changed_piece
    join hazard_piece p
        on upper_inf(p.recorded) and p.geom && changed_piece.geom and st_dwithin(p.geom, changed_piece.geom, 0)
) area
union
select changed.account, null, p.hazardous_area_id
from changed
join hazard_piece p
    on upper_inf(p.recorded)
    and p.geom && changed.ground
    and (p.hazardous_from > changed.effective_date or p.hazardous_until > changed.effective_date)
    and st_dwithin(p.geom, changed.ground, 0)
