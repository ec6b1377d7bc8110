-- Submunitions that were disposed of between two days, as known at an instant, by what is said of their model.
select i.model, sum(i.quantity)::bigint as quantity
from eo_item_version as i
where i.recorded @> cast(:as_known_at as timestamptz)
    and i.eo_category = 'submunition'
    and i.is_hazardous
    and i.disposal_state in ('destroyed_in_situ', 'neutralised', 'removed')
    and i.disposed_on between :from_on and :to_on
    and nullif(trim(i.model), '') is not null
group by i.model
order by i.model
