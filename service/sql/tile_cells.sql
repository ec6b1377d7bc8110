-- A tile of the releases that are shown, counted by square of its grid: each in the one in which its own point lies.
select st_asmvt(feature, 'release_areas', :extent, 'geom') as tile
from (
    select
        release_method, basis, count(*)::integer as release_count,
        coalesce(sum(released_m2), 0)::double precision as released_m2,
        st_makepoint((column_ + 0.5) * :extent / :cells, (row_ + 0.5) * :extent / :cells) as geom
    from shown
    cross join lateral (
        select
            floor((st_x(drawn_at) + :half_world_m) / :cell_m)::integer - cast(:x as integer) * :cells as column_,
            floor((:half_world_m - st_y(drawn_at)) / :cell_m)::integer - cast(:y as integer) * :cells as row_
    ) cell
    where column_ between 0 and :cells - 1 and row_ between 0 and :cells - 1
    group by column_, row_, release_method, basis
) feature
