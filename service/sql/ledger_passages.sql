-- What the events moved, as it is computed: the stated districts of the areas that were and are open there, and the
-- district that covers all of it where there is one.
create temporary table ledger_passage (
    number bigint generated always as identity,
    n bigint,
    cause text,
    class_before text,
    types_before text[],
    district_before_id uuid,
    class_after text,
    types_after text[],
    district_after_id uuid,
    district_id uuid,
    ground geometry(multipolygon, 4326)
) on commit drop
