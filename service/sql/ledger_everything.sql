-- All records, whether anything changed or not.
create temporary table ledger_affected on commit drop as
select account.code as account, release_area.id as release_area_id, null::uuid as hazardous_area_id
from account
cross join release_area
union all
select account.code, null, hazardous_area.id
from account
cross join hazardous_area
