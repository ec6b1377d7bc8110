"""What the service's role may do: read all, add nearly everywhere, close what is open; nothing else that was told."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UPDATED = {
    "access_token": "revoked_at",
    "instance_fact": "value",
    "person": "name, password_hash, role, is_active, failed_sign_in_count, failed_sign_in_at",
    "staged_feature": "change",
    "upload": "status, counts",
}
"""The columns that may change besides `recorded`: what stands before the record, people and the installation."""

DELETED = ("person_district", "web_session")
"""What may be taken away: a verifier's district, a signed-in browser."""

QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
"""Jobs come and go."""


def upgrade() -> None:
    """Make the role where the server has none, and grant."""
    op.execute("""
        do $$ begin
            if not exists (select from pg_roles where rolname = 'landrelease_service') then
                create role landrelease_service login;
            end if;
        end $$
    """)
    op.execute("grant usage on schema public to landrelease_service")
    grant_by_shape()
    for table, columns in UPDATED.items():
        op.execute(f"grant update ({columns}) on {table} to landrelease_service")
    for table in DELETED:
        op.execute(f"grant delete on {table} to landrelease_service")
    for table in QUEUE:
        op.execute(f"grant insert, update, delete on {table} to landrelease_service")
    for table in QUEUE[:3]:
        op.execute(f"grant usage on sequence {table}_id_seq to landrelease_service")
    keep_triggers_from_temporary_tables()


def grant_by_shape() -> None:
    """Let it read every table and view, add to all but codelists (`az`), and close what has an open `recorded`."""
    op.execute("""
        do $$
        declare
            relation record;
        begin
            for relation in
                select
                    c.oid::regclass as name,
                    c.relkind = 'v' or c.relname = 'alembic_version' or 'az' = any(columns.names) as is_read_only,
                    'recorded' = any(columns.names) as is_recorded
                from pg_class c
                cross join lateral (
                    select array_agg(attname) as names from pg_attribute where attrelid = c.oid and attnum > 0
                ) columns
                where c.relnamespace = 'public'::regnamespace
                  and c.relkind in ('r', 'v')
                  and not exists (select from pg_depend where objid = c.oid and deptype = 'e')
            loop
                execute format('grant select on %s to landrelease_service', relation.name);
                if not relation.is_read_only then
                    execute format('grant insert on %s to landrelease_service', relation.name);
                    if relation.is_recorded then
                        execute format('grant update (recorded) on %s to landrelease_service', relation.name);
                    end if;
                end if;
            end loop;
        end $$
    """)


def keep_triggers_from_temporary_tables() -> None:
    """Have triggers look among temporary tables last: the role may make one that is called like a table of ours."""
    op.execute("""
        do $$
        declare
            path text := current_setting('search_path');
            function record;
        begin
            perform set_config('search_path', path || ', pg_temp', true);
            for function in
                select distinct f.oid::regprocedure as name
                from pg_trigger t
                join pg_proc f on f.oid = t.tgfoid
                where not t.tgisinternal and f.proconfig is null and f.proname !~ '^procrastinate_'
            loop
                execute format('alter function %s set search_path from current', function.name);
            end loop;
            perform set_config('search_path', path, true);
        end $$
    """)
