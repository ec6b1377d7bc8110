-- Forget the squares from which the last release went.
with by_week as (
    delete from release_cell where release_count = 0
)
delete from release_cell_total where release_count = 0
