"""The queue of jobs: the tables of procrastinate, as its version 3.10.0 has them."""

from pathlib import Path

from alembic import op

revision = "12_jobs"
down_revision = "11_told"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).parents[1] / "procrastinate-3.10.0.sql"
"""Kept here, not read from the library: a later version has other tables, to which a later migration leads."""


def upgrade() -> None:
    """Make the tables of the queue."""
    op.get_bind().exec_driver_sql(SCHEMA.read_text(encoding="utf-8").replace("%", "%%"))
