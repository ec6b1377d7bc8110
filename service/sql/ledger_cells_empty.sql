-- Forget the squares from which the last release went.
delete from release_cell where release_count = 0
