"""A change is told once: what it moved is counted, and from then on nothing is recorded at its instant."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of changes that were told, all of those that are there, and have the database hold to it."""
    op.create_table(
        "ledger_told",
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_at"], ["ledger_change.recorded_at"], name="fk_ledger_told_recorded_at"),
        sa.PrimaryKeyConstraint("recorded_at", name="pk_ledger_told"),
        comment="The changes whose effect on the ledger is complete: nothing more is recorded at their instants.",
    )
    op.execute("insert into ledger_told select recorded_at from ledger_change")
    op.execute(
        "create trigger refuse_change before update or delete or truncate on ledger_told "
        "for each statement execute function refuse_change()"
    )
    op.execute("grant select, insert on ledger_told to landrelease_service")
    replace_refuse_other_instant()


def replace_refuse_other_instant() -> None:
    """Refuse what is told at an instant that is complete, as what is told of the past."""
    op.execute("""
        create or replace function refuse_other_instant() returns trigger language plpgsql
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
