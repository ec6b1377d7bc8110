-- How many polygons were dropped as slivers.
select count(*) from ledger_polygon where area_m2 < :sliver_m2
