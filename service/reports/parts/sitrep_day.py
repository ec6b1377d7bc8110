"""What is new on a day: releases, hazardous areas, finds, and uploads on their road (domain.md 10.2)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Unpack

from gis.aggregates import ItemGroup, items
from gis.codelists import EoCategory, HazardClass, Language, ReleaseMethod, ReportKind, UploadStatus
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.text import number_text
from service.figures.items import Lots
from service.reports.behind import Narrowed
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Heading, Part, Say, SayAll, phrase
from service.reports.gathering import Gathered
from service.reports.lines import district_words, organisation_words
from service.reports.printing import count, day, in_both, instant, named, said, square_metres, text
from service.reports.sitrep import Moved, NewRecord, UploadOfDay

RELEASES, HAZARDS, FINDS, UPLOADS, LATE = "new_releases", "new_hazards", "finds", "uploads", "late_uploads"
RELEASE_COUNT, HAZARD_COUNT = "release_count", "hazard_count"
FOUND_COUNT, WAITING_COUNT = "found_count", "waiting_count"
VERIFY_DAYS, APPROVE_DAYS = "unverified_late_days", "unapproved_late_days"
HARMLESS = "harmless"
MOST = 500
"""Records that a table lists; more of one day are told by their number."""


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give how much is new, and after how many days an upload waits for too long."""
    told, listed = gathered.day, gathered.behind.report(ReportKind.DAILY)
    return (
        count(RELEASE_COUNT, len(_of_layer(gathered, "release_areas")), records=listed),
        count(HAZARD_COUNT, len(_of_layer(gathered, "hazardous_areas")), records=listed),
        count(FOUND_COUNT, items(told.found_lots).total, records=gathered.behind.finds(ItemGroup.ITEMS)),
        count(
            WAITING_COUNT, sum(one.is_waiting for one in told.uploads), records=gathered.behind.uploads(Moved.WAITING)
        ),
        count(VERIFY_DAYS, gathered.settings.unverified_late_days),
        count(APPROVE_DAYS, gathered.settings.unapproved_late_days),
    )


# --- new records --------------------------------------------------------------------------------------------------


def _of_layer(gathered: Gathered, layer: str) -> list[NewRecord]:
    return [record for record in gathered.day.records if record.layer == layer]


def _gather(key: str, layer: str, kinds: type[ReleaseMethod | HazardClass]) -> Callable[[Gathered], Table]:
    """Give what lists the new records of a layer, the first of them if there are very many."""
    names = (*(("task",) if layer == "release_areas" else ()), "district", "organisation", "kind", "day")

    def row(gathered: Gathered, record: NewRecord) -> Row:
        prefix = f"{key}/{record.code}"
        told = {
            "task": text(f"{prefix}/task", record.task),
            "district": named(f"{prefix}/district", district_words(gathered, record.district), record.district),
            "organisation": named(
                f"{prefix}/organisation", organisation_words(gathered, record.organisation), record.organisation
            ),
            "kind": text(f"{prefix}/kind", kinds(record.kind)),
            "day": day(f"{prefix}/day", record.day),
        }
        opened = gathered.behind.record(layer, record.code)
        cells = (*(told[name] for name in names), square_metres(f"{prefix}/area", record.area_m2, records=opened))
        return Row(key=record.code, label=Words(en=record.code, az=record.code), cells=cells)

    def gather(gathered: Gathered) -> Table:
        columns = (*(Column(key=name) for name in names), Column(key="area", printed_unit=PrintedUnit.M2))
        rows = (row(gathered, record) for record in _of_layer(gathered, layer)[:MOST])
        return Table(key=key, columns=columns, rows=tuple(rows))

    return gather


def _listed(key: str, number: str, none: Say) -> SayAll:
    """Give the notes below a list: that there is nothing, or what it lists."""

    def notes(content: Content, language: Language) -> tuple[str, ...]:
        _ = translator(language)
        told = content.table(key).rows
        if not told:
            return (none(content, language),)
        of_all = _("Listed are the first {listed} of {all}.").format(
            listed=number_text(len(told), language), all=content.figure(number).printed.told(language)
        )
        return (
            _("Of the day, or approved on it by review with an earlier day. Square metres as drawn, before overlaps."),
            *((of_all,) if len(told) != content.figure(number).value else ()),
        )

    return notes


RECORD_HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {"task": "Task", "district": "District", "organisation": "Organisation", "day": "Day", "area": "Area"}
)
RELEASES_PART = Part(
    key=RELEASES,
    gather=_gather(RELEASES, "release_areas", ReleaseMethod),
    title=phrase("New releases"),
    name_heading="Release",
    headings=MappingProxyType({**RECORD_HEADINGS, "kind": "Method"}),
    notes=_listed(RELEASES, RELEASE_COUNT, phrase("No release is new.")),
)
HAZARDS_PART = Part(
    key=HAZARDS,
    gather=_gather(HAZARDS, "hazardous_areas", HazardClass),
    title=phrase("New hazardous areas"),
    name_heading="Hazardous area",
    headings=MappingProxyType({**RECORD_HEADINGS, "kind": "Class"}),
    notes=_listed(HAZARDS, HAZARD_COUNT, phrase("No hazardous area is new.")),
)


# --- finds --------------------------------------------------------------------------------------------------------


def _finds(gathered: Gathered) -> Table:
    """Give what was found and what was disposed of on the day, by category; harmless items stand last."""
    found, disposed = _by_category(gathered.day.found_lots), _by_category(gathered.disposed)

    def cells(key: str, group: ItemGroup | None = None, **narrowed: Unpack[Narrowed]) -> tuple[Figure, ...]:
        behind, prefix = gathered.behind, f"{FINDS}/{key}"
        return (
            count(f"{prefix}/found", found[key], records=behind.finds(group, **narrowed)),
            count(f"{prefix}/disposed", disposed[key], records=behind.items(group, **narrowed)),
        )

    rows = [
        Row(key=member, label=in_both(member.label), cells=cells(member, category=member))
        for member in EoCategory
        if member in {*found, *disposed}
    ]
    if HARMLESS in {*found, *disposed}:
        rows.append(Row(key=HARMLESS, label=said("Harmless items"), cells=cells(HARMLESS, ItemGroup.HARMLESS)))
    return Table(key=FINDS, columns=(Column(key="found"), Column(key="disposed")), rows=tuple(rows))


def _by_category(lots: Lots) -> Counter[str]:
    counts = Counter[str]()
    for lot in lots:
        is_harmless = not lot["is_hazardous"] or lot["eo_category"] == EoCategory.SCRAP
        counts[HARMLESS if is_harmless else lot["eo_category"]] += lot["quantity"]
    return counts


FINDS_PART = Part(
    key=FINDS,
    gather=_finds,
    title=phrase("Finds of the day"),
    name_heading="Category",
    headings=MappingProxyType({"found": "Found", "disposed": "Disposed of"}),
    notes=lambda content, language: (
        () if content.table(FINDS).rows else (translator(language)("Nothing was found or disposed of."),)
    ),
)


# --- uploads ------------------------------------------------------------------------------------------------------


def _uploads(gathered: Gathered) -> Table:
    """Give how many uploads came in, were approved and sent back on the day, and how many wait."""
    told = gathered.day.uploads
    rows = (
        _uploads_row(gathered, key, words, uploads=[one for one in told if one.has_moved(key)])
        for key, words in (
            (Moved.RECEIVED, said("Received")),
            (Moved.APPROVED, said("Approved")),
            (Moved.RETURNED, said("Returned")),
            (Moved.WAITING, said("Wait for review")),
        )
    )
    return Table(key=UPLOADS, columns=(Column(key="uploads"), Column(key="records")), rows=tuple(rows))


def _uploads_row(gathered: Gathered, key: str, words: Words, *, uploads: Sequence[UploadOfDay]) -> Row:
    opened = gathered.behind.uploads(key)
    cells = (
        count(f"{UPLOADS}/{key}/uploads", len(uploads), records=opened),
        count(f"{UPLOADS}/{key}/records", sum(one.feature_count for one in uploads), records=opened),
    )
    return Row(key=key, label=words, cells=cells)


UPLOADS_PART = Part(
    key=UPLOADS,
    gather=_uploads,
    title=phrase("Uploads"),
    name_heading="State",
    headings=MappingProxyType({"uploads": "Uploads", "records": "Records"}),
    notes=lambda _content, language: (
        translator(language)("What waits is told as it was when this report was made; the rest is of the day."),
    ),
)


def _late(gathered: Gathered) -> Table:
    """Give the uploads that wait for too long, each with its days."""
    rows = (
        _late_row(gathered, one, age_days)
        for one in gathered.day.uploads
        if one.is_waiting and (age_days := _age_days(gathered, one)) > _allowed_days(gathered, one)
    )
    columns = tuple(Column(key=key) for key in ("layer", "state", "received", "days"))
    return Table(key=LATE, columns=columns, rows=tuple(rows))


def _age_days(gathered: Gathered, upload: UploadOfDay) -> int:
    return (gathered.edition.as_known_at - upload.received_at).days


def _allowed_days(gathered: Gathered, upload: UploadOfDay) -> int:
    is_verified = upload.status is UploadStatus.REGIONAL_VERIFIED
    settings = gathered.settings
    return settings.unapproved_late_days if is_verified else settings.unverified_late_days


def _late_row(gathered: Gathered, upload: UploadOfDay, age_days: int) -> Row:
    prefix, layer = f"{LATE}/{upload.id}", LAYERS_BY_NAME[upload.layer]
    cells = (
        named(f"{prefix}/layer", Words(en=layer.en, az=layer.az), layer.name),
        text(f"{prefix}/state", upload.status),
        instant(f"{prefix}/received", upload.received_at, gathered.zone),
        count(f"{prefix}/days", age_days, records=f"/uploads/{upload.id}"),
    )
    return Row(key=str(upload.id), label=Words(en=upload.file_name, az=upload.file_name), cells=cells)


def _late_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    told = _("Uploads that wait to be verified for more than {verify} days, or to be approved for more than {approve}.")
    days = {"verify": content.figure(VERIFY_DAYS), "approve": content.figure(APPROVE_DAYS)}
    words = told.format(**{name: figure.printed.told(language) for name, figure in days.items()})
    return (words,) if content.table(LATE).rows else (words, _("There is none."))


LATE_PART = Part(
    key=LATE,
    gather=_late,
    title=phrase("Uploads that wait for too long"),
    name_heading="File",
    headings=MappingProxyType({"layer": "Layer", "state": "State", "received": "Received", "days": "Days"}),
    notes=_late_notes,
)
