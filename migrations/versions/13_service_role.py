"""What the service's role may do: read all, add nearly everywhere, close what is open; nothing else that was told."""

from alembic import op

revision = "13_service_role"
down_revision = "12_jobs"
branch_labels = None
depends_on = None

UPDATED = {
    "access_token": "revoked_at",
    "instance_fact": "value",
    "made_report": "state, why, as_known_at, made_at, report_id, settled_by_id, settled_at",
    "person": "name, password_hash, role, is_active, failed_sign_in_count, failed_sign_in_at, organisation_id",
    "release_cell": "release_count, area_m2",
    "release_cell_total": "release_count, area_m2",
    "report_delivery": "state, attempt_count, next_try_at, error, settled_at",
    "staged_feature": "change",
    "upload": "status, counts, answers, understood",
    "upload_effect": "known_at, effect",
}
"""The columns that may change besides `recorded`: what stands before the record or is made from it, people, mails."""
DELETED = ("person_district", "release_cell", "release_cell_total", "web_session")
"""What may be taken away: a verifier's district, a square that is empty, a signed-in browser."""
QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
WORK = ("upload_work", *QUEUE)
"""Work comes and goes."""


def upgrade() -> None:
    """Grant."""
    op.execute("grant usage on schema public to landrelease_service")
    grant_by_shape()
    for table, columns in UPDATED.items():
        op.execute(f"grant update ({columns}) on {table} to landrelease_service")
    for table in DELETED:
        op.execute(f"grant delete on {table} to landrelease_service")
    for table in WORK:
        op.execute(f"grant update, delete on {table} to landrelease_service")
    for table in QUEUE[:3]:
        op.execute(f"grant usage on sequence {table}_id_seq to landrelease_service")
    op.execute("revoke execute on function forget_checks from public")
    op.execute("grant execute on function forget_checks to landrelease_service")


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
