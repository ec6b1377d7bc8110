-- What happens to the ground through the affected records: releases, and pieces that begin and end. Neighbours come
-- into the same chunk. While boundaries are not authoritative a stated district takes all that a record moves.
create temporary table ledger_event on commit drop as
with authority as (
    select coalesce(bool_and(is_authoritative), false) as is_given from district_current where geom is not null
),
event as (
    select
        r.account, 'release' as kind, r.version_id, null::bigint as piece_id, r.release_area_id,
        null::uuid as hazardous_area_id, r.effective_date, r.release_method, r.target_types, r.district_id, r.ground
    from ledger_affected a
    join account_release r using (account, release_area_id)
    where upper_inf(r.recorded) and r.ground is not null
    union all
    select
        a.account, side.kind, null, p.id, null, p.hazardous_area_id, side.effective_date, null, null, p.district_id,
        p.geom
    from ledger_affected a
    join hazard_piece p using (hazardous_area_id)
    cross join lateral (values ('begin', p.hazardous_from), ('end', p.hazardous_until)) side (kind, effective_date)
    where upper_inf(p.recorded)
      and side.effective_date is not null
      and (p.hazardous_until is null or p.hazardous_from < p.hazardous_until)
)
select
    row_number() over () as n,
    (row_number() over (partition by account order by ground) - 1) / :chunk_size as chunk,
    account, kind, version_id, piece_id, release_area_id, hazardous_area_id, effective_date, release_method,
    target_types, case when not authority.is_given then district_id end as stated_district_id, ground
from event
cross join authority
