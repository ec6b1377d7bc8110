-- What the touched releases tell from a stamp on, and what was told of them until then, which is taken away.
create temporary table release_told on commit drop as
select 1 as told_count, f.*
from release_touched
join release_facts(:stamp) f using (release_area_id)
union all
select -1, f.*
from release_touched
join release_facts(cast(:stamp as timestamptz) - interval '1 microsecond') f using (release_area_id)
