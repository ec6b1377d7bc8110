-- Districts with their boundaries, those without one too.
select i.code, v.name_en, v.name_az, v.boundary_source, ST_AsBinary(v.geom) as geometry
from district i
join district_version v on v.district_id = i.id and v.recorded @> cast(:as_known_at as timestamptz)
where v.visibility = 'public'
order by i.code
