-- Count all releases that hold now by square and week.
with by_week as (
    insert into release_cell (x, y, release_method, basis, visibility, monday, release_count, area_m2)
    select
        floor((st_x(v.drawn_at) + :half_world_m) / :cell_m), floor((:half_world_m - st_y(v.drawn_at)) / :cell_m),
        v.release_method, v.basis, v.visibility, date_trunc('week', v.effective_date::timestamp)::date as monday,
        count(*), coalesce(sum(net.area_m2), 0)
    from release_area_version v
    left join (
        select release_area_id, sum(area_m2::numeric) as area_m2
        from ledger_entry
        where upper_inf(recorded) and account = 'operational' and cause in ('released', 'released_outside')
        group by release_area_id
    ) net using (release_area_id)
    where upper_inf(v.recorded) and v.drawn_at is not null
    group by 1, 2, v.release_method, v.basis, v.visibility, monday
    returning *
)
insert into release_cell_total (x, y, release_method, basis, visibility, release_count, area_m2)
select x, y, release_method, basis, visibility, sum(release_count), sum(area_m2)
from by_week
group by x, y, release_method, basis, visibility
