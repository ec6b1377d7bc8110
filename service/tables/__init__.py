"""All tables, by what they are of.

Nothing here is ever deleted; of versions, pieces and entries only the open end of `recorded` is ever set.
"""

from service.tables.columns import metadata
from service.tables.installation import instance_fact
from service.tables.layers import COLUMN_TYPES, GROUND_LAYERS, IDENTITIES, LISTS, VERSIONS, WEB_MERCATOR, drawn_span_m
from service.tables.ledger import (
    OF_STOCK,
    hazard_piece,
    item_total,
    ledger_change,
    ledger_entry,
    ledger_month,
    ledger_told,
    ledger_total,
    ledger_week,
    ledger_work,
    release_total,
)
from service.tables.lookups import LOOKUPS
from service.tables.people import access_token, person, person_district, web_session
from service.tables.reports import (
    made_report,
    published_figure,
    published_withdrawal,
    report,
    report_delivery,
    report_schedule,
    report_schedule_version,
)
from service.tables.squares import CELL_ZOOM, WORLD_M, release_cell
from service.tables.uploads import (
    saved_mapping,
    staged_feature,
    stored_file,
    stored_file_part,
    upload,
    upload_effect,
    upload_issue,
    upload_summary,
    upload_work,
    warning_acceptance,
    workflow_event,
)

__all__ = [
    "CELL_ZOOM",
    "COLUMN_TYPES",
    "GROUND_LAYERS",
    "IDENTITIES",
    "LISTS",
    "LOOKUPS",
    "OF_STOCK",
    "VERSIONS",
    "WEB_MERCATOR",
    "WORLD_M",
    "access_token",
    "drawn_span_m",
    "hazard_piece",
    "instance_fact",
    "item_total",
    "ledger_change",
    "ledger_entry",
    "ledger_month",
    "ledger_told",
    "ledger_total",
    "ledger_week",
    "ledger_work",
    "made_report",
    "metadata",
    "person",
    "person_district",
    "published_figure",
    "published_withdrawal",
    "release_cell",
    "release_total",
    "report",
    "report_delivery",
    "report_schedule",
    "report_schedule_version",
    "saved_mapping",
    "staged_feature",
    "stored_file",
    "stored_file_part",
    "upload",
    "upload_effect",
    "upload_issue",
    "upload_summary",
    "upload_work",
    "warning_acceptance",
    "web_session",
    "workflow_event",
]
