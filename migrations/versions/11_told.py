"""What was told stays: nothing of it is deleted, and only what holds now is closed, at the instant of a change."""

from alembic import op

revision = "11_told"
down_revision = "10_reports"
branch_labels = None
depends_on = None

LAYERS = ("district", "organisation", "project", "project_phase", "hazardous_area", "task", "release_area", "eo_item")
RECORDED = (
    *(f"{layer}_version" for layer in LAYERS),
    *("hazard_piece", "ledger_entry", "ledger_total", "ledger_week", "ledger_month", "ledger_work"),
    *("item_total", "release_total"),
)
"""Tables whose rows say in `recorded` when they were known."""
PUBLISHED = ("published_figure", "published_withdrawal")
EVENTS = ("ledger_change", "ledger_told", "workflow_event", "warning_acceptance", "report", *PUBLISHED)
"""Tables whose rows never change."""


def upgrade() -> None:
    """Make the triggers."""
    keep_events()
    keep_recorded()
    keep_stamps()
    keep_instants()
    tell_now()


def keep_events() -> None:
    """Refuse every delete, and of events every update."""
    op.execute("""
        create function refuse_change() returns trigger language plpgsql
        set search_path = public, pg_temp as $$
        begin
            raise exception '% keeps what it was told', tg_table_name using errcode = 'restrict_violation';
        end $$
    """)
    for table in (*RECORDED, *EVENTS):
        changes = "delete or truncate" if table in RECORDED else "update or delete or truncate"
        op.execute(
            f"create trigger refuse_change before {changes} on {table} "
            "for each statement execute function refuse_change()"
        )


def keep_recorded() -> None:
    """Refuse every update but the one that closes an open `recorded`."""
    op.execute("""
        create function close_recorded_only() returns trigger language plpgsql
        set search_path = pg_catalog, pg_temp as $$
        declare
            unclosed record := new;
        begin
            unclosed.recorded := old.recorded;
            if unclosed *<> old or not upper_inf(old.recorded)
               or not coalesce(isfinite(upper(new.recorded)), false)
               or new.recorded is distinct from tstzrange(lower(old.recorded), upper(new.recorded)) then
                raise exception '% keeps what it was told: only an open "recorded" may be closed', tg_table_name
                    using errcode = 'restrict_violation';
            end if;
            return new;
        end $$
    """)
    for table in RECORDED:
        op.execute(
            f"create trigger close_recorded_only before update on {table} "
            "for each row execute function close_recorded_only()"
        )


def keep_stamps() -> None:
    """Have the stamps of changes grow."""
    op.execute("""
        create function refuse_other_stamp() returns trigger language plpgsql
        set search_path = public, pg_temp as $$
        declare
            last timestamptz := (select max(recorded_at) from ledger_change);
        begin
            if new.recorded_at <= last
               or new.recorded_at > greatest(clock_timestamp(), last + interval '1 microsecond') then
                raise exception 'a change is recorded at its own instant, after all before it, not at %',
                    new.recorded_at using errcode = 'restrict_violation';
            end if;
            return new;
        end $$
    """)
    op.execute("""
        create trigger refuse_other_stamp before insert on ledger_change
        for each row execute function refuse_other_stamp()
    """)


def keep_instants() -> None:
    """Have rows open and close at the last stamp until all of it is told, so that no past answer changes."""
    op.execute("""
        create function refuse_other_instant() returns trigger language plpgsql
        set search_path = public, pg_temp as $$
        declare
            last timestamptz := (select max(recorded_at) from ledger_change);
        begin
            if tg_op = 'INSERT' and exists (select from told where recorded is distinct from tstzrange(last, null))
               or tg_op = 'UPDATE' and exists (select from told where upper(recorded) is distinct from last) then
                raise exception '% is told what holds from the last change on, %, and nothing of the past',
                    tg_table_name, last using errcode = 'restrict_violation';
            end if;
            if exists (select from told) and exists (select from ledger_told where recorded_at = last) then
                raise exception '% is told of the change of % in full; another has an instant of its own',
                    tg_table_name, last using errcode = 'restrict_violation';
            end if;
            return null;
        end $$
    """)
    for table in RECORDED:
        for change in ("insert", "update"):
            op.execute(
                f"create trigger refuse_other_instant_{change} after {change} on {table} "
                "referencing new table as told for each statement execute function refuse_other_instant()"
            )


def tell_now() -> None:
    """Have what others published say itself when it came."""
    op.execute("""
        create function tell_now() returns trigger language plpgsql
        set search_path = pg_catalog, pg_temp as $$
        begin
            new.told_at := statement_timestamp();
            return new;
        end $$
    """)
    for table in PUBLISHED:
        op.execute(f"create trigger tell_now before insert on {table} for each row execute function tell_now()")
