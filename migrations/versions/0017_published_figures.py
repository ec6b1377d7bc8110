"""Figures that were published elsewhere, each with its source, and every version of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SAME = ("kind", "period_from", "period_to", "key", "source")
"""Of rows that agree in these, the last one holds."""


def upgrade() -> None:
    """Add the table and its codelists, and keep what they were told."""
    add_lookup("published_kind", "What a figure is of that was published elsewhere.")
    add_lookup("figure_precision", "How exactly a figure was published.")
    add_figures()
    keep()


def add_lookup(name: str, comment: str) -> None:
    """Add the table of a codelist; its rows come after each migration."""
    op.create_table(
        name,
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=f"pk_{name}"),
        comment=comment,
    )


def add_figures() -> None:
    """Add the table of figures."""
    op.create_table(
        "published_figure",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="Of what it tells, as the source calls it; all: everybody"),
        sa.Column("ap_mine", sa.Integer(), nullable=True),
        sa.Column("at_mine", sa.Integer(), nullable=True),
        sa.Column("uxo", sa.Integer(), nullable=True),
        sa.Column("area", sa.Numeric(), nullable=True, comment="With the digits that were published, in its unit."),
        sa.Column("area_unit", sa.Text(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True, comment="Of the area."),
        sa.Column("source", sa.Text(), nullable=False, comment="The address of the page it was read on."),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "told_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
            comment="Of rows of the same kind, days, key and source the last one holds.",
        ),
        sa.Column("imported_by_id", sa.UUID(), nullable=False),
        sa.CheckConstraint("area_unit in ('m2', 'ha', 'km2')", name=op.f("ck_published_figure_area_unit_known")),
        sa.CheckConstraint(
            "num_nonnulls(area, area_unit, precision) in (0, 3)", name=op.f("ck_published_figure_area_whole")
        ),
        sa.CheckConstraint(
            "num_nonnulls(ap_mine, at_mine, uxo, area) > 0", name=op.f("ck_published_figure_says_something")
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_published_figure_period_in_order")),
        sa.ForeignKeyConstraint(["kind"], ["published_kind.code"], name="fk_published_figure_kind"),
        sa.ForeignKeyConstraint(["precision"], ["figure_precision.code"], name="fk_published_figure_precision"),
        sa.ForeignKeyConstraint(["imported_by_id"], ["person.id"], name="fk_published_figure_imported_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_published_figure"),
        sa.UniqueConstraint(*SAME, "told_at", name="uq_published_figure_told"),
        comment="Figures as they were published elsewhere, with their sources; no computed figure holds them.",
    )


def keep() -> None:
    """Refuse every change, have each row say when it came, and let the service add."""
    op.execute("""
        create function tell_now() returns trigger language plpgsql
        set search_path = pg_catalog, pg_temp as $$
        begin
            new.told_at := statement_timestamp();
            return new;
        end $$
    """)
    op.execute("create trigger tell_now before insert on published_figure for each row execute function tell_now()")
    op.execute(
        "create trigger refuse_change before update or delete or truncate on published_figure "
        "for each statement execute function refuse_change()"
    )
    op.execute("grant select on published_kind, figure_precision to landrelease_service")
    op.execute("grant select, insert on published_figure to landrelease_service")
