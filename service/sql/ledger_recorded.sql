-- For each affected release the parts of it on which a hazardous area was recorded by its day, standing or ended.
create temporary table ledger_recorded on commit drop as
select
    r.n,
    row_number() over (partition by r.n order by p.hazardous_area_id, p.hazardous_from, p.since) as piece,
    p.types, p.since,
    p.hazardous_until is null or r.effective_date < p.hazardous_until as is_standing,
    covered.is_whole,
    case
        when covered.is_whole then r.ground
        else st_collectionextract(st_intersection(r.ground, p.geom), 3)
    end as ground
from ledger_affected r
join hazard_piece p
    on upper_inf(p.recorded)
    and p.geom && r.ground
    and st_intersects(p.geom, r.ground)
    and p.hazardous_from <= r.effective_date
cross join lateral (select st_covers(p.geom, r.ground) as is_whole) covered
