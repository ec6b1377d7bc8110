-- The districts that may cover what the events move, in the order in which they are asked.
select district_id, st_asbinary(geom) as ground
from district_current
where geom && (select st_setsrid(st_extent(ground)::geometry, 4326) from ledger_event)
order by code collate "C"
