"""Records: every version of them with when the database knew it, and views of those that hold now."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.columns import NEW_ID, link, recorded, shape

revision = "04_records"
down_revision = "03_uploads"
branch_labels = None
depends_on = None

LAYERS = ("district", "organisation", "project", "project_phase", "hazardous_area", "task", "release_area", "eo_item")
GROUND_LAYERS = ("hazardous_area", "release_area")
"""Layers whose polygons the ledger works on."""
LISTS = (
    ("hazardous_area", "contamination_type", "contamination_type.code", "What may lie in the ground"),
    ("hazardous_area", "parent_id", "hazardous_area.id", "Codes of the areas it came from"),
    ("release_area", "asset", "asset.code", "Means used"),
    ("release_area", "hazardous_area_id", "hazardous_area.id", "Codes of the hazardous areas concerned"),
    ("release_area", "target_type", "contamination_type.code", "What was searched for; left out means everything"),
    ("task", "hazardous_area_id", "hazardous_area.id", "Codes of the hazardous areas concerned"),
    ("task", "methods_planned", "asset.code", "Planned means"),
)
"""Fields that hold several codes, each a table of its own: an array cannot carry a foreign key."""


def upgrade() -> None:
    """Make the tables and views."""
    create_districts()
    create_organisations()
    create_projects()
    create_project_phases()
    create_hazardous_areas()
    create_tasks()
    create_release_areas()
    create_eo_items()
    create_lists()
    create_draw()
    create_views()


def create_versions(layer: str, title: str, *fields: sa.Column[Any], shapes: Sequence[sa.Column[Any]] = ()) -> None:
    """Make the table of a layer's versions, and the indexes that each of them has."""
    table = f"{layer}_version"
    op.create_table(
        table,
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link(f"{layer}_id", f"{layer}.id", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *recorded(),
        link("upload_id", "upload.id", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="Of the feature in its upload."),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        *fields,
        link("visibility", "visibility.code", nullable=False, comment="Who may see the record"),
        sa.Column("remarks", sa.Text(), comment="Remarks"),
        sa.Column("revision_reason", sa.Text(), comment="Why a known record comes again with other content"),
        *shapes,
        sa.UniqueConstraint(f"{layer}_id", "version"),
        comment=f"{title}: every version, with when the database knew it.",
    )
    op.execute(f"create index ix_{table}_upload_id_position on {table} (upload_id, position)")
    op.execute(f"create index ix_{table}_opened on {table} (lower(recorded))")
    op.execute(f"create index ix_{table}_closed on {table} (upper(recorded)) where not upper_inf(recorded)")
    op.execute(f"create unique index uq_{table}_current on {table} ({layer}_id) where upper_inf(recorded)")
    if shapes:
        op.execute(f"create index ix_{table}_geom on {table} using gist (geom)")
    if layer in GROUND_LAYERS:
        op.execute(f"create index ix_{table}_ground on {table} using gist (ground)")
        op.execute(f"create index ix_{table}_without_ground on {table} ({layer}_id) where ground is null")
        op.execute(f"create index ix_{table}_drawn on {table} using gist (drawn) where upper_inf(recorded)")


def uploaded(kind: str) -> sa.Column[Any]:
    """Give the column of what was sent."""
    return shape("geom", kind, comment="As it was uploaded.")


def outline(kind: str) -> list[sa.Column[Any]]:
    """Give the columns of records that have an area."""
    return [uploaded(kind), sa.Column("area_m2", sa.Double(), comment="Geodesic, of the ground.")]


def ground() -> list[sa.Column[Any]]:
    """Give the columns of records whose polygons the ledger works on and maps draw."""
    web_mercator, metres = 3857, "The outline in Web Mercator; its metres are not those of ground."
    sent, area_m2 = outline("MULTIPOLYGON")
    return [
        sent,
        shape("ground", "MULTIPOLYGON", comment="The outline with edges of at most 100 m."),
        area_m2,
        shape("drawn", "MULTIPOLYGON", srid=web_mercator, comment=metres),
        shape("drawn_at", "POINT", srid=web_mercator, comment="A point on it, where it is drawn as one."),
    ]


def create_districts() -> None:
    """Keep districts, whose boundaries split the ground."""
    create_versions(
        "district",
        "Districts",
        sa.Column("name_az", sa.Text(), nullable=False, comment="Name in Azerbaijani"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="Name in English"),
        sa.Column("name_ru", sa.Text(), comment="Name in Russian"),
        sa.Column("aliases", sa.ARRAY(sa.Text()), comment="Other spellings"),
        sa.Column("iso_3166_2", sa.Text(), comment="ISO 3166-2 code, if it has one"),
        link("district_type", "district_type.code", comment="Kind of unit"),
        sa.Column("region_en", sa.Text(), comment="Economic region in English"),
        sa.Column("region_az", sa.Text(), comment="Economic region in Azerbaijani"),
        sa.Column("valid_from", sa.Date(), comment="First day of the unit"),
        sa.Column("valid_to", sa.Date(), comment="Last day of the unit"),
        sa.Column("boundary_source", sa.Text(), comment="Source of the boundary"),
        sa.Column("boundary_on", sa.Date(), comment="Date of the boundary"),
        sa.Column(
            "is_authoritative",
            sa.Boolean(),
            nullable=False,
            comment="Whether the boundary decides over a stated district",
        ),
        shapes=outline("MULTIPOLYGON"),
    )


def create_organisations() -> None:
    """Keep who works."""
    create_versions(
        "organisation",
        "Organisations",
        link("type", "organisation_type.code", nullable=False, comment="Kind of organisation"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="Name in English"),
        sa.Column("name_az", sa.Text(), comment="Name in Azerbaijani"),
        sa.Column(
            "mandated_by_law",
            sa.Boolean(),
            nullable=False,
            comment="Whether the law mandates it, so that it needs no accreditation",
        ),
        sa.Column("valid_from", sa.Date(), comment="First day"),
        sa.Column("valid_to", sa.Date(), comment="Last day"),
        link("successor_id", "organisation.id", comment="Code of the organisation that took over"),
    )


def create_projects() -> None:
    """Keep what work belongs to."""
    create_versions(
        "project",
        "Projects",
        sa.Column("name_en", sa.Text(), nullable=False, comment="Name in English"),
        sa.Column("name_az", sa.Text(), comment="Name in Azerbaijani"),
        sa.Column("total_area_m2", sa.Double(), comment="Area of all phases, in square metres"),
        link("executing_org_id", "organisation.id", comment="Code of the organisation that carries it out"),
        sa.Column("lead_nation", sa.Text(), comment="Nation that leads the donors"),
    )


def create_project_phases() -> None:
    """Keep plans and money by phase."""
    create_versions(
        "project_phase",
        "Project phases",
        link("project_id", "project.id", nullable=False, comment="Code of the project"),
        sa.Column("number", sa.Integer(), nullable=False, comment="Which phase of the project it is, from 1"),
        sa.Column("planned_area_m2", sa.Double(), comment="Planned area in square metres"),
        sa.Column("planned_start", sa.Date(), comment="Planned first day"),
        sa.Column("planned_end", sa.Date(), comment="Planned last day"),
        sa.Column("actual_start", sa.Date(), comment="First day"),
        sa.Column("actual_end", sa.Date(), comment="Last day"),
        sa.Column("budget_amount", sa.Double(), comment="Budget"),
        sa.Column("spent_amount", sa.Double(), comment="Spent so far"),
        link("currency", "currency.code", comment="Currency of budget and spending"),
        link("status", "phase_status.code", nullable=False, comment="Where it stands"),
    )


def create_hazardous_areas() -> None:
    """Keep ground that is, or was, hazardous."""
    create_versions(
        "hazardous_area",
        "Hazardous areas",
        sa.Column("name", sa.Text(), comment="Name of the place"),
        link("classification", "hazard_class.code", nullable=False, comment="Suspected or confirmed"),
        sa.Column("identified_on", sa.Date(), nullable=False, comment="Day of identification"),
        link("status", "hazard_status.code", nullable=False, comment="Where it stands"),
        sa.Column("status_changed_on", sa.Date(), comment="Day of the last change of status"),
        link("close_reason", "close_reason.code", comment="Why it was closed"),
        link("evidence_summary", "evidence_summary.code", comment="Kind of evidence"),
        sa.Column(
            "valid_from",
            sa.Date(),
            comment="Day from which a changed outline holds; without it the change corrects the past",
        ),
        link("origin", "hazard_origin.code", comment="How it came to be recorded"),
        sa.Column(
            "reopens_released",
            sa.Boolean(),
            comment="Whether ground released before is contaminated again; left out: not asked, and not so",
        ),
        sa.Column("area_reported_m2", sa.Double(), comment="Area as reported, in square metres"),
        link("district_id", "district.id", comment="Code of the district as stated by the operator"),
        link("organisation_id", "organisation.id", comment="Code of the organisation that did the work"),
        sa.Column("reported_by", sa.Text(), comment="Team or person that did the work, as the report names it"),
        link("priority", "priority.code", comment="How urgent"),
        link("priority_basis", "priority_basis.code", comment="Why it has this priority"),
        link("geometry_source", "geometry_source.code", comment="Where the outline comes from"),
        sa.Column("accuracy_m", sa.Double(), comment="Accuracy of the outline in metres"),
        shapes=ground(),
    )


def create_tasks() -> None:
    """Keep orders to work."""
    create_versions(
        "task",
        "Tasks",
        sa.Column("name", sa.Text(), comment="Name of the task"),
        link("task_type", "activity_type.code", nullable=False, comment="Kind of work"),
        link(
            "organisation_id", "organisation.id", nullable=False, comment="Code of the organisation that did the work"
        ),
        link("project_phase_id", "project_phase.id", comment="Code of the project phase that the task belongs to"),
        link("status", "task_status.code", nullable=False, comment="Where it stands"),
        sa.Column("depth_required_cm", sa.Integer(), comment="Depth to search, in centimetres"),
        sa.Column("issued_on", sa.Date(), comment="Day of the order"),
        sa.Column("started_on", sa.Date(), comment="First day of work"),
        sa.Column("suspended_on", sa.Date(), comment="Day of suspension"),
        sa.Column("completed_on", sa.Date(), comment="Last day of work"),
        sa.Column("accepted_on", sa.Date(), comment="Day of acceptance"),
        sa.Column("handed_over_on", sa.Date(), comment="Day of handover"),
        sa.Column("planned_area_m2", sa.Double(), comment="Planned area in square metres; left out: the outline's"),
        sa.Column(
            "width_m",
            sa.Double(),
            comment="Width of the strip along a line (road, railway), in metres; the record's ground is the strip",
        ),
        sa.Column("length_m", sa.Double(), comment="Length of the line, in metres; left out: the drawn line's"),
        link("district_id", "district.id", comment="Code of the district as stated by the operator"),
        link("priority", "priority.code", comment="How urgent"),
        link("priority_basis", "priority_basis.code", comment="Why it has this priority"),
        shapes=outline("GEOMETRY"),
    )


def create_release_areas() -> None:
    """Keep ground that was released."""
    create_versions(
        "release_area",
        "Released areas",
        link("release_method", "release_method.code", nullable=False, comment="How the land was released"),
        sa.Column(
            "effective_date", sa.Date(), nullable=False, comment="Last day of work, or day of the decision to cancel"
        ),
        link(
            "date_precision",
            "date_precision.code",
            nullable=False,
            comment="Whether the date is the day of work or of the report",
        ),
        link("basis", "basis.code", nullable=False, comment="Reported work or accepted completion"),
        link("task_id", "task.id", index=True, comment="Code of the task under which the work was done"),
        link("organisation_id", "organisation.id", comment="Code of the organisation that did the work"),
        sa.Column("reported_by", sa.Text(), comment="Team or person that did the work, as the report names it"),
        link("district_id", "district.id", comment="Code of the district as stated by the operator"),
        sa.Column("depth_cleared_cm", sa.Integer(), comment="Depth searched, in centimetres"),
        sa.Column("criteria", sa.Text(), comment="Why it could be cancelled or reduced"),
        sa.Column("survey_report", sa.Text(), comment="Number of the survey report (NTS or TS) that it rests on"),
        sa.Column("work_date_from", sa.Date(), comment="First day of work"),
        sa.Column("completed_on", sa.Date(), comment="Day of completion"),
        sa.Column("accepted_on", sa.Date(), comment="Day of acceptance"),
        sa.Column("reported_on", sa.Date(), comment="Day the report was written"),
        sa.Column("handed_over_on", sa.Date(), comment="Day of handover"),
        sa.Column("area_reported_m2", sa.Double(), comment="Area as reported, in square metres"),
        link(
            "area_basis", "area_basis.code", comment="Whether the reported area was measured in plan or along the slope"
        ),
        sa.Column(
            "is_split_by_number",
            sa.Boolean(),
            nullable=False,
            comment="One outline was reported with several methods: the square metres are split by number only",
        ),
        sa.Column(
            "width_m",
            sa.Double(),
            comment="Width of the strip along a line (road, railway), in metres; the record's ground is the strip",
        ),
        sa.Column("length_m", sa.Double(), comment="Length of the line, in metres; left out: the drawn line's"),
        sa.Column("processed_m2", sa.Double(), comment="Gross work in square metres, every pass counted"),
        sa.Column("passes", sa.Integer(), comment="Number of passes"),
        sa.Column("shift", sa.Text(), comment="Shift of a daily report"),
        sa.Column("deminers", sa.Integer(), comment="Deminers at work"),
        link("purpose", "purpose.code", comment="What the land is for"),
        link(
            "geometry_source",
            "geometry_source.code",
            comment="Where the outline comes from; `none` when there is no outline",
        ),
        link("qc_state", "qc_state.code", nullable=False, comment="What quality control found"),
        sa.Column("ap_mine", sa.Integer(), comment="Anti-personnel mines disposed of"),
        sa.Column("av_mine", sa.Integer(), comment="Anti-vehicle mines disposed of"),
        sa.Column("submunition", sa.Integer(), comment="Submunitions disposed of"),
        sa.Column("uxo", sa.Integer(), comment="Other UXO disposed of"),
        sa.Column("axo", sa.Integer(), comment="Abandoned ordnance disposed of"),
        sa.Column("ied", sa.Integer(), comment="Improvised devices disposed of"),
        shapes=ground(),
    )
    op.execute("""
        create index ix_release_area_version_organisation_id on release_area_version (organisation_id)
        where organisation_id is not null
    """)
    create_indexes_of_days()


def create_indexes_of_days() -> None:
    """Find the releases of a few days among a million without opening their records: each lies in a page of its own.

    The large ones are found as well, and those that found items or say how many deminers worked.
    """
    op.execute("""
        create index ix_release_area_version_effective_date on release_area_version (effective_date) include (
            id, release_area_id, version, recorded, visibility, release_method, basis, upload_id, organisation_id,
            task_id, district_id, area_m2, depth_cleared_cm, processed_m2, qc_state, accepted_on, ap_mine, av_mine,
            submunition, uxo, axo, ied, drawn_at
        )
    """)
    op.execute("""
        create index ix_release_area_version_drawn_span on release_area_version (
            effective_date, greatest(st_xmax(drawn) - st_xmin(drawn), st_ymax(drawn) - st_ymin(drawn))
        )
    """)
    op.execute("""
        create index ix_release_area_version_found on release_area_version (effective_date) include (
            release_area_id, recorded, basis, task_id, organisation_id, district_id, ap_mine, av_mine, submunition, uxo,
            axo, ied
        )
        where greatest(ap_mine, av_mine, submunition, uxo, axo, ied) > 0
    """)
    op.execute("""
        create index ix_release_area_version_deminers on release_area_version (effective_date) where deminers > 0
    """)


def create_eo_items() -> None:
    """Keep what was found, and what became of it."""
    create_versions(
        "eo_item",
        "Explosive items",
        link("eo_category", "eo_category.code", nullable=False, comment="What it is"),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="How many"),
        sa.Column("found_on", sa.Date(), nullable=False, comment="Day of the find"),
        link("disposal_state", "disposal_state.code", nullable=False, comment="What became of it"),
        sa.Column("disposed_on", sa.Date(), comment="Day of disposal"),
        sa.Column("disposal_method", sa.Text(), comment="How it was disposed of"),
        sa.Column("model", sa.Text(), comment="Model"),
        sa.Column("depth_cm", sa.Integer(), comment="Depth in centimetres"),
        sa.Column(
            "is_hazardous",
            sa.Boolean(),
            nullable=False,
            comment="Whether it counts as explosive ordnance; scrap does not",
        ),
        link("task_id", "task.id", comment="Code of the task under which the work was done"),
        link("release_area_id", "release_area.id", comment="Code of the released area in which it was found"),
        link("organisation_id", "organisation.id", comment="Code of the organisation that did the work"),
        link("district_id", "district.id", comment="Code of the district as stated by the operator"),
        shapes=[uploaded("POINT")],
    )
    op.execute("""
        create index ix_eo_item_version_release_area_id on eo_item_version (release_area_id)
        where release_area_id is not null
    """)
    op.execute("create index ix_eo_item_version_task_id on eo_item_version (task_id) where release_area_id is null")


def create_lists() -> None:
    """Keep the fields that hold several codes."""
    for layer, column, target, comment in LISTS:
        op.create_table(
            f"{layer}_version_{column.removesuffix('_id')}",
            link("version_id", f"{layer}_version.id", primary_key=True),
            link(column, target, primary_key=True),
            comment=comment,
        )


def create_draw() -> None:
    """Work out what is drawn, by a trigger: of a row that is closed the others would find generated columns missing."""
    op.execute("""
        create function draw() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin
            new.drawn := st_transform(new.geom, 3857);
            new.drawn_at := st_pointonsurface(new.drawn);
            return new;
        end $$
    """)
    for layer in GROUND_LAYERS:
        op.execute(f"create trigger draw before insert on {layer}_version for each row execute function draw()")


def create_views() -> None:
    """Give each layer the view of what holds now."""
    for layer in LAYERS:
        op.execute(
            f"create view {layer}_current as select i.code, v.* from {layer} i "  # noqa: S608 - our own words
            f"join {layer}_version v on v.{layer}_id = i.id where upper_inf(v.recorded)"
        )
