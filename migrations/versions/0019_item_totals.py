"""Disposed items added up by day and category, as known at every instant: what every report asks for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and fill it with what is known now; of the past, from each change on."""
    op.create_table(
        "item_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("disposed_on", sa.Date(), nullable=False),
        sa.Column("eo_category", sa.Text(), nullable=False),
        sa.Column("is_hazardous", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_item_total_recorded_not_empty")),
        sa.ForeignKeyConstraint(["eo_category"], ["eo_category.code"], name=op.f("fk_item_total_eo_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_total")),
        comment="Explosive items by the day of their disposal and category, each item once.",
    )
    op.create_index(
        "uq_item_total_current",
        "item_total",
        ["disposed_on", "eo_category", "is_hazardous"],
        unique=True,
        postgresql_include=["quantity"],
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index(
        "ix_eo_item_version_release_area_id",
        "eo_item_version",
        ["release_area_id"],
        postgresql_where=sa.text("release_area_id is not null"),
    )
    op.execute(
        "create trigger close_recorded_only before update on item_total "
        "for each row execute function close_recorded_only()"
    )
    op.execute(
        "create trigger refuse_change before delete or truncate on item_total "
        "for each statement execute function refuse_change()"
    )
    op.execute("grant select, insert, update (recorded) on item_total to landrelease_service")
    op.execute("""
        insert into item_total (disposed_on, eo_category, is_hazardous, quantity, recorded)
        select disposed_on, eo_category, is_hazardous, quantity, tstzrange(from_at, until_at)
        from (
            select
                c.disposed_on, c.eo_category, c.is_hazardous, sum(c.quantity) as quantity,
                change.recorded_at as from_at, change.until_at
            from (
                select recorded_at, lead(recorded_at) over (order by recorded_at) as until_at from ledger_change
            ) change
            cross join lateral counted_items(change.recorded_at) c
            where c.disposed_on is not null
            group by c.disposed_on, c.eo_category, c.is_hazardous, change.recorded_at, change.until_at
        ) known
    """)
    for change in ("insert", "update"):  # from here on: what was known before is told once, above
        op.execute(
            f"create trigger refuse_other_instant_{change} after {change} on item_total "
            "referencing new table as told for each statement execute function refuse_other_instant()"
        )
