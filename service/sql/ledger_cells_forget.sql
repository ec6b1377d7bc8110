-- Make room for the squares counted anew.
with by_week as (
    delete from release_cell
)
delete from release_cell_total
