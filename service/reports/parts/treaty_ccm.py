"""The tables of the Convention on Cluster Munitions, form F: areas, land released, submunitions, footprint (10.5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Unpack

from gis.aggregates import ItemGroup
from gis.codelists import HazardStatus, Language, ReleaseMethod
from gis.language import translator
from gis.periods import Period
from gis.treaties import TreatyView
from service.figures.footprint import BUFFER_M, FootprintQuestion, cmr_footprint
from service.figures.lots import NOT_SAID
from service.progress.questions import Dimension, StockDimension
from service.reports.behind import Narrowed
from service.reports.content import Column, Content, Figure, Row, Table, Words
from service.reports.declared import Heading, Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import district_words
from service.reports.parts.balance import CLASSES, CLOSING, Of
from service.reports.parts.treaty import RELEASED_HEADINGS, asked_district, by_district, m2, registered, released
from service.reports.parts.treaty_apmbc import closing_date
from service.reports.printing import count, named, said, square_metres, text
from service.reports.queries import submunitions_by_model
from service.reports.register import RegisteredArea

VIEW = TreatyView.CCM
COUNT, LISTED, BUFFER = "ccm_areas", "ccm_listed", "footprint_buffer_m"
EARLIEST = date(1988, 1, 1)
"""Before any work: the footprint has no first day."""
STATUSES = (HazardStatus.OPEN, HazardStatus.WORKED_ON, HazardStatus.SUSPENDED)


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give how many areas stand and how many of them are listed, and how far a find reaches."""
    found, listed = _standing(gathered), gathered.behind.areas
    return (
        count(COUNT, len(found), records=listed(became="standing", view=VIEW)),
        count(
            LISTED, sum(area.is_visible for area in found), records=listed(became="standing", view=VIEW, is_public="on")
        ),
        count(BUFFER, BUFFER_M),
    )


def _areas_title(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("C-F Areas with cluster munition remnants on {date}").format(date=closing_date(content, language))


def _standing(gathered: Gathered) -> list[RegisteredArea]:
    return [area for area in registered(gathered, VIEW) if area.stands]


# --- areas by district and one by one -----------------------------------------------------------------------------


def _areas(gathered: Gathered) -> Table:
    """Give how many areas stand in each district, by status, and what is left of them."""
    told, found = gathered.treaty_balances[VIEW], _standing(gathered)
    as_of = min(gathered.edition.period.end, gathered.edition.today)
    records = gathered.behind.stock(as_of, gathered.edition.account, VIEW)

    def cells(prefix: str, of: Of) -> Iterable[Figure]:
        theirs = [area for area in found if of.get(StockDimension.DISTRICT, area.district) == area.district]
        listed = partial(gathered.behind.areas, became="standing", view=VIEW, district=asked_district(of))
        for status in STATUSES:
            number = sum(area.status is status for area in theirs)
            yield count(f"{prefix}/{status}", number, records=listed(status=status))
        yield count(f"{prefix}/areas", len(theirs), records=listed())
        yield square_metres(f"{prefix}/area", told.m2(f"{CLOSING}_m2", of), records=records)

    rows = told.told_by(StockDimension.DISTRICT)
    held = {None if row["district"] is None else str(row["district"]) for row in rows if row[f"{CLOSING}_m2"]}
    columns = (*(Column(key=status) for status in STATUSES), Column(key="areas"), m2("area"))
    return by_district(
        gathered, "cf_areas", columns=columns, codes=held | {area.district for area in found}, cells=cells
    )


def _listed(gathered: Gathered) -> Table:
    """Give each area that anybody may be told of by itself."""
    rows = tuple(_row(gathered, area) for area in _standing(gathered) if area.is_visible)
    columns = (*(Column(key=key) for key in ("district", "classification", "status", "place")), m2("area"))
    return Table(key="cf_list", columns=columns, rows=rows)


def _row(gathered: Gathered, area: RegisteredArea) -> Row:
    prefix = f"cf_list/{area.code}"
    cells = (
        named(f"{prefix}/district", district_words(gathered, area.district), area.district),
        named(f"{prefix}/classification", said(CLASSES[area.classification]), area.classification),
        text(f"{prefix}/status", area.status),
        text(f"{prefix}/place", f"{area.lat:.4f}, {area.lon:.4f}"),
        square_metres(f"{prefix}/area", area.area_m2, records=gathered.behind.record("hazardous_areas", area.code)),
    )
    return Row(key=area.code, label=Words(en=area.code, az=area.code), cells=cells)


def _areas_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table("cf_areas").rows:
        return (_("No such area is recorded."),)
    return (_("Square metres are what is left of the areas, each counted once."),)


def _list_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.figure(COUNT).value:
        return (_("No such area is recorded."),)
    return (
        _("Listed are {listed} of {all} areas: those that are public. The place is a latitude and a longitude.").format(
            listed=content.figure(LISTED).printed.told(language), all=content.figure(COUNT).printed.told(language)
        ),
        _("The area is that of the outline as recorded; what is left of it is in the table above."),
    )


AREAS_HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {**{str(status): status for status in STATUSES}, "areas": "Areas", "area": "Left"}
)
CF_AREAS = Part(
    key="cf_areas",
    gather=_areas,
    title=_areas_title,
    name_heading="District",
    headings=AREAS_HEADINGS,
    notes=_areas_notes,
)
CF_LIST = Part(
    key="cf_list",
    gather=_listed,
    title=phrase("C-F The areas one by one"),
    name_heading="Code",
    headings=MappingProxyType(
        {
            "district": "District",
            "classification": "Class",
            "status": "Status",
            "place": "Place",
            "area": "Area as outlined",
        }
    ),
    notes=_list_notes,
)


# --- land released, submunitions, footprint -----------------------------------------------------------------------


def _released_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return () if content.table("cf_released").rows else (_("No such land was released in the period."),)


CF_RELEASED = Part(
    key="cf_released",
    gather=released("cf_released", VIEW, {"submunitions": ItemGroup.SUBMUNITIONS}),
    title=phrase("C-F Land released in the year"),
    name_heading="District",
    headings=MappingProxyType(
        {**RELEASED_HEADINGS, "submunitions": "Submunitions destroyed", "closed": "Areas closed"}
    ),
    notes=_released_notes,
)


def _submunitions(gathered: Gathered) -> Table:
    """Give the submunitions destroyed by model; those whose model nobody told come last."""
    by_model = submunitions_by_model(gathered.session, gathered.edition.known)
    untold = gathered.items.submunitions - sum(by_model.values())

    def cell(key: str, number: int, **narrowed: Unpack[Narrowed]) -> tuple[Figure]:
        records = gathered.behind.items(ItemGroup.SUBMUNITIONS, **narrowed)
        return (count(f"cf_submunitions/{key}/items", number, records=records),)

    rows = [
        Row(key=model, label=Words(en=model, az=model), cells=cell(model, number, model=model))
        for model, number in by_model.items()
    ]
    if untold:
        rows.append(Row(key="", label=said("Type not recorded"), cells=cell("", untold, model=NOT_SAID)))
    total = cell("total", gathered.items.submunitions) if rows else None
    return Table(key="cf_submunitions", columns=(Column(key="items"),), rows=tuple(rows), total=total)


def _submunition_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table("cf_submunitions").rows:
        return (_("No submunition was destroyed in the period."),)
    return (_("Found in clearance, survey and spot tasks; numbers that reports give without items have no type."),)


CF_SUBMUNITIONS = Part(
    key="cf_submunitions",
    gather=_submunitions,
    title=phrase("C-F Submunitions destroyed in the year, by type"),
    name_heading="Type",
    headings=MappingProxyType({"items": "Items"}),
    notes=_submunition_notes,
)


def _footprint(gathered: Gathered) -> Table:
    """Give the ground that cluster munitions really covered, beside what was cleared as such."""
    edition = gathered.edition
    as_of = min(edition.period.end, edition.today)
    asked = FootprintQuestion(as_of=as_of, account=edition.account, as_known_at=edition.as_known_at)
    told = cmr_footprint(gathered.session, asked)
    ever = Period(EARLIEST, edition.period.end, "ever")
    finds = partial(gathered.behind.finds, ItemGroup.SUBMUNITIONS, period=ever)
    estimate = gathered.behind.footprint(as_of, edition.account)
    classes = gathered.behind.progress(
        Dimension.CONTAMINATION_CLASS, edition.account, period=ever, method=ReleaseMethod.CLEARED
    )
    cells = (
        (
            said("Estimated footprint, m²"),
            square_metres("cf_footprint/footprint/value", told.footprint_m2, records=estimate),
        ),
        (
            said("Cleared as cluster munition area, m²"),
            square_metres("cf_footprint/classed/value", told.classed_cleared_m2, records=classes),
        ),
        (
            said("Submunitions found with a place"),
            count("cf_footprint/located/value", told.located_count, records=finds(is_located="true")),
        ),
        (
            said("Submunitions found without a place"),
            count("cf_footprint/unlocated/value", told.unlocated_count, records=finds(is_located="false")),
        ),
    )
    rows = (Row(key=cell.key.split("/")[1], label=label, cells=(cell,)) for label, cell in cells)
    return Table(key="cf_footprint", columns=(Column(key="value"),), rows=tuple(rows))


def _footprint_title(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("C-F Footprint until {date}, an estimate").format(date=closing_date(content, language))


def _footprint_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    method = _(
        "The footprint is the cleared ground within {metres} m of a place where submunitions were found, each square "
        "metre once. Finds without a place have none."
    )
    return (
        method.format(metres=content.figure(BUFFER).printed.told(language)),
        _("What was cleared as cluster munition area are whole polygons, mostly far more; the two are never added."),
    )


CF_FOOTPRINT = Part(
    key="cf_footprint",
    gather=_footprint,
    title=_footprint_title,
    name_heading="Line",
    headings=MappingProxyType({"value": "Value"}),
    notes=_footprint_notes,
)
