-- How much the audit looked at.
select
    (select count(*) from ledger_change) as changes,
    (select count(*) from release_area_version where upper_inf(recorded)) as release_areas,
    (select count(*) from hazardous_area_version where upper_inf(recorded)) as hazardous_areas,
    (select count(*) from hazard_piece where upper_inf(recorded)) as pieces,
    (select count(*) from ledger_entry where upper_inf(recorded)) as entries,
    (select count(*) from ledger_entry where not upper_inf(recorded)) as closed_entries,
    (select count(*) from report) as reports,
    (select max(recorded_at) from ledger_change) as as_known_at,
    (select min(effective_date) from ledger_total where upper_inf(recorded)) as first_day,
    (select max(effective_date) from ledger_total where upper_inf(recorded)) as last_day
