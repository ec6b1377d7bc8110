-- What the events moved, as it is computed: the district that covers all of it where there is one.
create temporary table ledger_passage (
    n bigint,
    cause text,
    class_before text,
    types_before text[],
    class_after text,
    types_after text[],
    district_id uuid,
    ground geometry
) on commit drop
