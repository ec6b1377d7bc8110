-- The releases that may be counted otherwise from a stamp on.
create temporary table release_touched on commit drop as
select release_area_id from releases_touched(:stamp) as touched (release_area_id)
