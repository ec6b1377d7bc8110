-- The releases that hold now around a tile, as they are drawn.
select
    i.code, v.release_method, v.basis, v.effective_date, o.code as organisation, t.code as task_code, v.area_m2,
    v.drawn, v.drawn_at,
    (
        select sum(e.area_m2::numeric)
        from ledger_entry e
        where e.release_area_id = v.release_area_id
          and upper_inf(e.recorded)
          and e.account = 'operational'
          and e.cause in ('released', 'released_outside')
    ) as released_m2
from release_area_version v
left join release_area i on i.id = v.release_area_id -- so that counting needs no look at it
left join organisation o on o.id = v.organisation_id
left join task t on t.id = v.task_id
where upper_inf(v.recorded)
  and v.drawn && st_tileenvelope(:z, :x, :y, margin => :margin)
  and v.visibility = any(:audience)
  and v.release_method = any(:methods)
  and v.effective_date between :from_on and :to_on
