-- Close the pieces of the changed hazardous areas that are no longer true; what is unchanged stays open.
update hazard_piece p
set recorded = tstzrange(lower(p.recorded), :stamp)
where upper_inf(p.recorded)
  and p.hazardous_area_id in (select hazardous_area_id from ledger_piece_due)
  and not exists (
      select from ledger_piece_due due
      where (due.hazardous_area_id, due.classification, due.types, due.hazardous_from, due.is_successor, due.is_succeeded, due.geom)
          = (p.hazardous_area_id, p.classification, p.types, p.hazardous_from, p.is_successor, p.is_succeeded, p.geom)
        and due.hazardous_until is not distinct from p.hazardous_until
        and due.since is not distinct from p.since
        and due.district_id is not distinct from p.district_id
  )
