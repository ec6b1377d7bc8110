-- The pieces that have a part in the events of a chunk, in the order in which pieces of one day begin and end.
with authority as (
    select coalesce(bool_and(is_authoritative), false) as is_given from district_current where geom is not null
),
met as materialized (
    select distinct p.id
    from ledger_event e
    join hazard_piece p on upper_inf(p.recorded) and p.geom && e.ground and p.hazardous_from <= e.effective_date
    where e.account = :account and e.chunk = :chunk
)
select
    p.id,
    p.classification = 'cha' as is_confirmed,
    (select bit_or(1 << t.position) from contamination_type t where t.code = any (p.types)) as types,
    p.hazardous_from - date '1970-01-01' as start,
    p.hazardous_until - date '1970-01-01' as end,
    p.since - date '1970-01-01' as since,
    p.is_successor,
    p.is_succeeded,
    case when not authority.is_given then p.district_id end as district_id,
    st_asbinary(p.geom) as ground
from met
join hazard_piece p using (id)
join hazardous_area a on a.id = p.hazardous_area_id
cross join authority
order by a.code collate "C", p.hazardous_from, p.since
