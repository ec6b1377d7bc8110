"""The ledger: changes, pieces of hazard, entries, and the totals kept of them."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    Table,
    Text,
    text,
)

from gis.codelists import (
    Account,
    ContaminationClass,
    EoCategory,
    HazardClass,
    LedgerCause,
    ReleaseMethod,
    ReviewMode,
    Visibility,
)
from service.tables.columns import at_column, code_column, geom_column, link_column, metadata, recorded_column

ledger_change = Table(
    "ledger_change",
    metadata,
    at_column("recorded_at", primary_key=True, comment="The stamp that opens and closes `recorded`; strictly growing."),
    link_column("upload_id", "upload", nullable=False),
    comment="Every transaction that changed records or the ledger.",
)

ledger_told = Table(
    "ledger_told",
    metadata,
    at_column("recorded_at", ForeignKey("ledger_change.recorded_at"), primary_key=True),
    comment="The changes whose effect on the ledger is complete: nothing more is recorded at their instants.",
)

hazard_piece = Table(
    "hazard_piece",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    link_column("hazardous_area_id", "hazardous_area", nullable=False, index=True),
    code_column("classification", HazardClass, nullable=False),
    Column("types", ARRAY(Text), nullable=False, comment="The contamination types, sorted."),
    Column("hazardous_from", Date, nullable=False, comment="First day on which the ground is hazardous."),
    Column("hazardous_until", Date, comment="Day on which successors take over or the rest is booked off."),
    Column("since", Date, comment="Work before this day does not count for it; missing: all does."),
    Column("is_successor", Boolean, nullable=False, comment="Begins as the heir of other areas."),
    Column("is_succeeded", Boolean, nullable=False, comment="Ends because other areas take over."),
    link_column("district_id", "district", comment="As stated."),
    geom_column("geom", "MULTIPOLYGON", nullable=False),
    recorded_column(),
    Index(None, "geom", postgresql_using="gist", postgresql_where=text("upper_inf(recorded)")),
    Index("ix_hazard_piece_opened", text("lower(recorded)")),
    Index("ix_hazard_piece_closed", text("upper(recorded)"), postgresql_where=text("not upper_inf(recorded)")),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="Ground that a hazardous area puts into stock, with its own dates.",
)


def _passage(*, is_checked: bool) -> list[Column[Any]]:
    """Give the columns that say from which state to which ground passed, when, and why.

    Entries are computed from records whose codes are checked, and each goes into a total in the same transaction: so
    only the totals' codes point at their lookup tables.
    """
    columns = [
        code_column("account", Account, nullable=False),
        code_column("cause", LedgerCause, nullable=False),
        link_column(
            "district_id", "district", comment="Of the record, stated or by geometry; missing where none is near."
        ),
        Column("effective_date", Date, nullable=False, comment="In this account: day of work, or of acceptance."),
        code_column("release_method", ReleaseMethod, comment="Missing where no release is the cause."),
        code_column("contamination_class", ContaminationClass, comment="Of the release's target set."),
        code_column("class_before", HazardClass, comment="Missing where the ground was not in stock."),
        Column("types_before", ARRAY(Text), comment="The types that were open, sorted."),
        link_column("district_before_id", "district", comment="In which the ground was in stock."),
        code_column("class_after", HazardClass, comment="Missing where the ground is no longer in stock."),
        Column("types_after", ARRAY(Text), comment="The types that are still open, sorted."),
        link_column("district_after_id", "district", comment="In which the ground is in stock now."),
    ]
    if is_checked:
        return columns
    return [Column(c.name, c.type, nullable=c.nullable, comment=c.comment) for c in columns]


OF_STOCK = (
    *("release_method", "class_before", "types_before", "district_before_id"),
    *("class_after", "types_after", "district_after_id"),
)
"""What of a passage a stock is told by, besides account, cause and time."""

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    link_column("release_area_id", "release_area", comment="The release that is the cause, or"),
    link_column("hazardous_area_id", "hazardous_area", comment="the hazardous area that begins or ends there."),
    *_passage(is_checked=False),
    geom_column("geom", "MULTIPOLYGON", nullable=False),
    Column("area_m2", Double, nullable=False),
    recorded_column(),
    Index(None, "geom", postgresql_using="gist", postgresql_where=text("upper_inf(recorded)")),
    Index(
        None,
        "release_area_id",
        postgresql_include=["account", "cause", "area_m2"],
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(None, "hazardous_area_id", postgresql_where=text("upper_inf(recorded)")),
    Index(
        None,
        "effective_date",
        postgresql_include=[
            *("id", "account", "cause", "release_area_id", "district_id", "release_method", "contamination_class"),
            *("area_m2", "recorded"),
        ],
    ),
    Index("ix_ledger_entry_opened", text("lower(recorded)")),
    Index("ix_ledger_entry_closed", text("upper(recorded)"), postgresql_where=text("not upper_inf(recorded)")),
    *(
        Index(f"ix_ledger_entry_{name}_closed", name, postgresql_where=text("not upper_inf(recorded)"))
        for name in ("release_area_id", "hazardous_area_id")
    ),
    CheckConstraint("area_m2 > 0", name="area_positive"),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    CheckConstraint("num_nonnulls(release_area_id, hazardous_area_id) = 1", name="one_record"),
    comment="Ground that one record moved from a state to another on a day, within one district and account.",
)

ledger_total = Table(
    "ledger_total",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    *_passage(is_checked=True),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the entries' areas, exact."),
    recorded_column(),
    Index(
        "uq_ledger_total_current",
        *sorted((column.name for column in _passage(is_checked=True)), key=lambda name: name != "effective_date"),
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(
        "ix_ledger_total_flows",
        "account",
        "cause",
        "effective_date",
        postgresql_include=["district_id", "release_method", "area_m2"],
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(None, "effective_date"),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The entries added up by all that they have in common but the record.",
)

ledger_week = Table(
    "ledger_week",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    code_column("account", Account, nullable=False),
    code_column("cause", LedgerCause, nullable=False),
    link_column("district_id", "district", comment="As in the totals."),
    Column("monday", Date, nullable=False, comment="First day of the week that the effective date falls in."),
    code_column("release_method", ReleaseMethod),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the totals' areas, exact."),
    recorded_column(),
    Index(
        "uq_ledger_week_current",
        *("account", "cause", "monday", "district_id", "release_method"),
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The totals of released ground added up by week, district and method.",
)

ledger_month = Table(
    "ledger_month",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    code_column("account", Account, nullable=False),
    code_column("cause", LedgerCause, nullable=False),
    Column("month", Date, nullable=False, comment="First day of the month of the effective date."),
    *(column for column in _passage(is_checked=True) if column.name in OF_STOCK),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the totals' areas, exact."),
    recorded_column(),
    Index(
        "uq_ledger_month_current",
        *("account", "cause", "month", *OF_STOCK),
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The totals added up by month and by what a stock is told by.",
)

ledger_work = Table(
    "ledger_work",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    code_column("account", Account, nullable=False),
    code_column("cause", LedgerCause, nullable=False),
    Column(
        "first_day",
        Date,
        nullable=False,
        comment="Of the days of one week in one month, among which the effective date is.",
    ),
    link_column("district_id", "district", comment="As in the totals."),
    code_column("release_method", ReleaseMethod),
    code_column("contamination_class", ContaminationClass, comment="Of the release's target set."),
    Column(
        "types",
        ARRAY(Text),
        comment="That were open, or outside recorded hazard were searched for, sorted; missing: everything was.",
    ),
    link_column("organisation_id", "organisation", comment="As the release states it; missing: its task's."),
    link_column("task_id", "task", comment="As the release states it."),
    Column("area_m2", Numeric, nullable=False, comment="The sum of the entries' areas, exact."),
    recorded_column(),
    Index(
        "uq_ledger_work_current",
        *("account", "first_day", "task_id", "organisation_id", "cause", "district_id"),
        *("release_method", "contamination_class", "types"),
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(None, "first_day"),
    Index(None, "organisation_id", postgresql_where=text("upper_inf(recorded)")),
    Index(None, "task_id", postgresql_where=text("upper_inf(recorded)")),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="The entries of released ground added up by who worked, and by weeks that are cut at the ends of months.",
)

item_total = Table(
    "item_total",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("disposed_on", Date, nullable=False),
    code_column("eo_category", EoCategory, nullable=False),
    Column("is_hazardous", Boolean, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    recorded_column(),
    Index(
        "uq_item_total_current",
        *("disposed_on", "eo_category", "is_hazardous"),
        unique=True,
        postgresql_include=["quantity"],
        postgresql_where=text("upper_inf(recorded)"),
    ),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="Explosive items by the day of their disposal and category, each item once.",
)

release_total = Table(
    "release_total",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("effective_date", Date, nullable=False, comment="Day of work."),
    code_column("release_method", ReleaseMethod, nullable=False),
    code_column("visibility", Visibility, nullable=False),
    code_column("review_mode", ReviewMode, nullable=False, comment="Of the version that held."),
    code_column("first_review_mode", ReviewMode, nullable=False, comment="Of the first version."),
    at_column("first_sent_at", nullable=False, comment="When the upload of the first version was sent."),
    at_column("first_approved_at", nullable=False, comment="When the first version was approved."),
    Column(
        "stated",
        ARRAY(Text),
        nullable=False,
        comment="What they state of the fields that data quality asks for, sorted.",
    ),
    Column(
        "is_polygon",
        Boolean,
        nullable=False,
        comment="They are drawn, and polygons of the operational account's own.",
    ),
    link_column("district_id", "district", comment="As stated, else of the task, else where the ledger has most."),
    link_column("organisation_id", "organisation", comment="As stated, else of the task."),
    link_column("project_id", "project", comment="Of the task's phase."),
    Column(
        "first_find_on",
        Date,
        comment="Day from which on something was found in them, not before the work; missing: nothing.",
    ),
    Column("release_count", BigInteger, nullable=False),
    recorded_column(),
    Index(
        "uq_release_total_current",
        *("effective_date", "release_method", "visibility", "review_mode", "first_review_mode", "first_sent_at"),
        *("first_approved_at", "stated", "is_polygon", "district_id", "organisation_id", "project_id", "first_find_on"),
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(None, "effective_date"),
    CheckConstraint("not isempty(recorded)", name="recorded_not_empty"),
    comment="Releases counted by day of work and by what reports ask of them.",
)
