-- The tables of the database that no extension brought, and whether they hold square metres.
select
    c.relname,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'area_m2' and not a.attisdropped)
from pg_class c
where c.relkind = 'r'
  and c.relnamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
order by c.relname
