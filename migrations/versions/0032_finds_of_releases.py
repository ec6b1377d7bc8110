"""The few releases with finds among a million are found without looking at the others."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "release_area_version"


def upgrade() -> None:
    """Add an index of the releases that say how many items they found, by day."""
    op.create_index(
        f"ix_{TABLE}_found",
        TABLE,
        ["effective_date"],
        postgresql_include=[
            *("release_area_id", "recorded", "basis", "task_id", "organisation_id", "district_id"),
            *("ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"),
        ],
        postgresql_where=sa.text("greatest(ap_mine, av_mine, submunition, uxo, axo, ied) > 0"),
    )


def downgrade() -> None:
    """Leave it out."""
    op.drop_index(f"ix_{TABLE}_found", TABLE)
