"""Codelists, which follow the service's own after each migration, and the codes that records are known by."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, NEW_ID, NOW

revision = "01_codes"
down_revision = None
branch_labels = None
depends_on = None

CODELISTS = {
    "account": "The set of releases that a figure counts; the two are never added together.",
    "activity_type": "What kind of work a task is.",
    "area_basis": "How a reported area was measured.",
    "asset": "What the ground was searched with.",
    "basis": "Whether a release is reported work or accepted completion.",
    "close_reason": "Why a hazardous area was closed.",
    "contamination_class": "The one class that a set of contamination types maps to.",
    "contamination_type": "What may lie in the ground; a record holds a set of these.",
    "currency": "In what money is counted (ISO 4217); further ones join as they are needed.",
    "date_precision": "How well the day of work is known.",
    "delivery_state": "How far a mail is.",
    "disposal_state": "What became of an item.",
    "district_type": "What kind of administrative unit a district is.",
    "eo_category": "What an explosive item is.",
    "evidence_summary": "What kind of evidence a hazardous area rests on.",
    "figure_precision": "How exactly a figure was published.",
    "geometry_source": "Where an outline comes from; each has an accuracy unless one is given.",
    "hazard_class": "How sure it is that an area is hazardous (IMAS 08.10).",
    "hazard_origin": "How a hazardous area came to be recorded.",
    "hazard_status": "Where a hazardous area stands in its life.",
    "ledger_cause": "Why ground passed from one state of the ledger to another.",
    "made_state": "How far a report is that its schedule makes.",
    "organisation_type": "What kind of body an organisation is.",
    "phase_status": "Where a phase of a project stands.",
    "priority": "How urgent work on an area is.",
    "priority_basis": "Why an area has its priority.",
    "published_kind": "What a figure is of that was published elsewhere.",
    "purpose": "What the released land is for.",
    "qc_state": "What quality control found of a release.",
    "release_method": "How land was released (IMAS 07.11).",
    "report_kind": "What a report is; further kinds join as they are built.",
    "review_mode": "How many people a record passes before it counts.",
    "role": "What an account may do.",
    "severity": "How grave an issue is: an error blocks, a warning asks for an answer, an info tells.",
    "task_status": "Where a task stands.",
    "upload_status": "Where an upload stands on the road to approval.",
    "visibility": "Who may see a record.",
}
LAYERS = {
    "district": "Districts",
    "organisation": "Organisations",
    "project": "Projects",
    "project_phase": "Project phases",
    "hazardous_area": "Hazardous areas",
    "task": "Tasks",
    "release_area": "Released areas",
    "eo_item": "Explosive items",
}
SEARCHED = ("hazardous_area", "task", "release_area")
"""Layers whose records people look for by the beginning or the end of their codes."""


def upgrade() -> None:
    """Make a table of each."""
    for name, comment in CODELISTS.items():
        op.create_table(
            name,
            sa.Column("code", sa.Text(), primary_key=True),
            sa.Column("en", sa.Text(), nullable=False),
            sa.Column("az", sa.Text(), nullable=False),
            sa.Column(
                "position",
                sa.SmallInteger(),
                nullable=False,
                comment="Order in lists; of release methods also the rank of a day.",
            ),
            comment=comment,
        )
    for name, title in LAYERS.items():
        op.create_table(
            name,
            sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
            sa.Column("code", sa.Text(), nullable=False, unique=True),
            sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
            comment=f"{title}: the codes that are taken. One without a version is named by a link and awaited.",
        )
    for name in SEARCHED:
        op.execute(f"create index ix_{name}_code_beginning on {name} (upper(code) text_pattern_ops)")
        op.execute(f"create index ix_{name}_code_end on {name} (reverse(upper(code)) text_pattern_ops)")
