-- Record the pieces that have become true.
insert into hazard_piece (
    hazardous_area_id, classification, types, hazardous_from, hazardous_until, since, is_successor, is_succeeded,
    district_id, geom, recorded
)
select
    due.hazardous_area_id, due.classification, due.types, due.hazardous_from, due.hazardous_until, due.since,
    due.is_successor, due.is_succeeded, due.district_id, due.geom, tstzrange(:stamp, null)
from ledger_piece_due due
where due.geom is not null
  and not exists (
      select from hazard_piece p
      where upper_inf(p.recorded)
        and (due.hazardous_area_id, due.classification, due.types, due.hazardous_from, due.is_successor, due.is_succeeded, due.geom)
          = (p.hazardous_area_id, p.classification, p.types, p.hazardous_from, p.is_successor, p.is_succeeded, p.geom)
        and due.hazardous_until is not distinct from p.hazardous_until
        and due.since is not distinct from p.since
        and due.district_id is not distinct from p.district_id
  )
