"""Releases counted by square over all weeks: what is asked for most, without adding up every week of every square."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and fill it from the weeks."""
    op.create_table(
        "release_cell_total",
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("release_method", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("release_count", sa.BigInteger(), nullable=False),
        sa.Column(
            "area_m2", sa.Numeric(), nullable=False, comment="Net, in the operational account: the entries added up."
        ),
        sa.ForeignKeyConstraint(["basis"], ["basis.code"], name="fk_release_cell_total_basis"),
        sa.ForeignKeyConstraint(
            ["release_method"], ["release_method.code"], name="fk_release_cell_total_release_method"
        ),
        sa.ForeignKeyConstraint(["visibility"], ["visibility.code"], name="fk_release_cell_total_visibility"),
        sa.PrimaryKeyConstraint("x", "y", "release_method", "basis", "visibility", name="pk_release_cell_total"),
        comment="The same of all weeks.",
    )
    op.create_index(
        "ix_release_cell_total_empty", "release_cell_total", ["x", "y"], postgresql_where=sa.text("release_count = 0")
    )
    op.execute("""
        insert into release_cell_total (x, y, release_method, basis, visibility, release_count, area_m2)
        select x, y, release_method, basis, visibility, sum(release_count), sum(area_m2)
        from release_cell
        group by x, y, release_method, basis, visibility
    """)
    op.execute(
        "grant select, insert, delete, update (release_count, area_m2) on release_cell_total to landrelease_service"
    )
