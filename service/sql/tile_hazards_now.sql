-- The hazardous areas that hold now around a tile, as they are drawn today: days are never told before they come, so
-- that the last version says what stands. One whose last version has no outline is drawn by its ground, which an
-- earlier one gave. What was taken back as a mistake is left out.
select i.code, v.classification, v.status, v.drawn, v.drawn_at
from hazardous_area_version v
join hazardous_area i on i.id = v.hazardous_area_id
where upper_inf(v.recorded)
  and v.drawn && st_tileenvelope(:z, :x, :y, margin => :margin)
  and v.visibility = any(:audience)
  and v.classification = any(:classifications)
  and not (v.status = 'closed' and coalesce(v.close_reason in ('duplicate', 'data_error'), false))
union all
select i.code, ground.classification, v.status, ground.drawn, st_pointonsurface(ground.drawn)
from hazardous_area_version v
join hazardous_area i on i.id = v.hazardous_area_id
cross join lateral (
    select min(p.classification) as classification, st_transform(st_union(p.geom), 3857) as drawn
    from hazard_piece p
    where p.hazardous_area_id = v.hazardous_area_id
      and upper_inf(p.recorded)
      and (p.hazardous_until is null or p.hazardous_until > :today)
) ground
where upper_inf(v.recorded)
  and v.ground is null
  and v.geom is null
  and ground.drawn && st_tileenvelope(:z, :x, :y, margin => :margin)
  and v.visibility = any(:audience)
  and ground.classification = any(:classifications)
  and not (v.status = 'closed' and coalesce(v.close_reason in ('duplicate', 'data_error'), false))
