"""What is told is told now: stamps grow, and rows open and close at the last one, so that no past answer changes."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the triggers."""
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
            return null;
        end $$
    """)
    op.execute("""
        do $$
        declare
            held regclass;
        begin
            for held in
                select c.oid::regclass
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname = 'recorded'
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
            loop
                execute format('create trigger refuse_other_instant_insert after insert on %s '
                    'referencing new table as told for each statement execute function refuse_other_instant()', held);
                execute format('create trigger refuse_other_instant_update after update on %s '
                    'referencing new table as told for each statement execute function refuse_other_instant()', held);
            end loop;
        end $$
    """)
