"""Published figures that were imported wrongly are withdrawn, with a reason; what they said stays."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of withdrawals, each the only one of its figure and never changed."""
    op.create_table(
        "published_withdrawal",
        sa.Column("figure_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why the figure no longer holds."),
        sa.Column(
            "told_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
            comment="Since when it is known.",
        ),
        sa.Column("withdrawn_by_id", sa.UUID(), nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_published_withdrawal_reason_given")),
        sa.ForeignKeyConstraint(["figure_id"], ["published_figure.id"], name="fk_published_withdrawal_figure_id"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name="fk_published_withdrawal_withdrawn_by_id"),
        sa.PrimaryKeyConstraint("figure_id", name="pk_published_withdrawal"),
        comment="Published figures that hold no more, each with the reason; they stay where they were cited.",
    )
    op.execute("create trigger tell_now before insert on published_withdrawal for each row execute function tell_now()")
    op.execute(
        "create trigger refuse_change before update or delete or truncate on published_withdrawal "
        "for each statement execute function refuse_change()"
    )
    op.execute("grant select, insert on published_withdrawal to landrelease_service")
