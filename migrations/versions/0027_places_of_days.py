"""Where the releases of a few days are drawn is found without opening their records, and which of them are large."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "release_area_version"
TOLD = (
    *("id", "release_area_id", "version", "recorded", "visibility", "release_method", "basis", "upload_id"),
    *("organisation_id", "task_id", "district_id", "area_m2", "depth_cleared_cm", "processed_m2", "qc_state"),
    *("accepted_on", "ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"),
)
SPAN = "greatest(st_xmax(drawn) - st_xmin(drawn), st_ymax(drawn) - st_ymin(drawn))"


def upgrade() -> None:
    """Put the point of each release into the index of days, and add one of days and spans."""
    name = f"ix_{TABLE}_effective_date"
    op.drop_index(name, TABLE)
    op.create_index(name, TABLE, ["effective_date"], postgresql_include=[*TOLD, "drawn_at"])
    op.create_index(f"ix_{TABLE}_drawn_span", TABLE, ["effective_date", sa.text(SPAN)])


def downgrade() -> None:
    """Leave both out."""
    op.drop_index(f"ix_{TABLE}_drawn_span", TABLE)
    name = f"ix_{TABLE}_effective_date"
    op.drop_index(name, TABLE)
    op.create_index(name, TABLE, ["effective_date"], postgresql_include=list(TOLD))
