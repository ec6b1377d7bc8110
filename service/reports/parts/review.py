"""What had come in and was not approved when a report was made, beside what was: none of it is in the figures."""

from types import MappingProxyType
from typing import cast

from gis.aggregates import Areas, areas_by
from gis.codelists import Language
from gis.language import translator
from service.figures.lots import NOT_SAID
from service.progress.questions import Dimension
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import district_place, district_words
from service.reports.printing import count, hectares
from service.reports.queries import Waiting, waiting

KEY, TOTAL = "in_review", "total"
HA = PrintedUnit.HA
COLUMNS = (
    Column(key="uploads"),
    Column(key="features"),
    Column(key="area", printed_unit=HA),
    Column(key="area_of_period", printed_unit=HA),
    Column(key="approved", printed_unit=HA),
)
NOTHING = Waiting(upload_count=0, feature_count=0, area_m2=0, area_of_period_m2=0)


def _table(gathered: Gathered) -> Table:
    in_all, by_district = waiting(gathered.session, gathered.edition.known)
    if in_all is None:
        return Table(key=KEY, columns=COLUMNS, rows=())
    approved = {
        cast("str", code) or "": worked for code, worked in areas_by("district", gathered.released.rows).items()
    }
    codes = sorted({*by_district, *approved}, key=lambda code: district_place(gathered, code or None))
    return Table(
        key=KEY,
        columns=COLUMNS,
        rows=tuple(
            Row(
                key=code,
                label=district_words(gathered, code or None),
                cells=_cells(
                    code,
                    by_district.get(code, NOTHING),
                    approved.get(code),
                    opened=gathered.behind.review(district=code or NOT_SAID),
                    released=_released(gathered, code),
                ),
            )
            for code in codes
        ),
        total=_cells(
            TOTAL,
            in_all,
            gathered.areas if approved else None,
            opened=gathered.behind.review(),
            released=gathered.behind.releases(),
        ),
    )


def _released(gathered: Gathered, district: str) -> str:
    """Give where the releases of a district are opened; those of none are in its line of all districts."""
    behind = gathered.behind
    of_none = behind.progress(Dimension.DISTRICT, gathered.edition.account)
    return behind.releases(district=district) if district else of_none


def _cells(of: str, waits: Waiting, approved: Areas | None, *, opened: str, released: str) -> tuple[Figure, ...]:
    """Give the line of a district; where nothing was approved its figure is missing, not zero."""
    prefix = f"{KEY}/{of}"
    return (
        count(f"{prefix}/uploads", waits.upload_count, records=opened),
        count(f"{prefix}/features", waits.feature_count, records=opened),
        hectares(f"{prefix}/area", waits.area_m2, records=opened),
        hectares(f"{prefix}/area_of_period", waits.area_of_period_m2, records=opened),
        hectares(f"{prefix}/approved", approved.released_m2 if approved else None, records=released),
    )


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(KEY).rows:
        return (_("Nothing waited for approval."),)
    return (
        _(
            "Provisional, and in no other figure. What waits is added up as drawn, or as reported where nothing is "
            "drawn; nobody has netted it, so that the same ground may count several times. Do not add it to what is "
            "approved."
        ),
        _("An upload with records of several districts counts in each of them, and once in the total."),
    )


IN_REVIEW = Part(
    key=KEY,
    gather=_table,
    title=phrase("In review, beside what is approved"),
    name_heading="District",
    headings=MappingProxyType(
        {
            "uploads": "Uploads",
            "features": "Records",
            "area": "Releases waiting, gross",
            "area_of_period": "of which work of the period, gross",
            "approved": "Approved work of the period, net",
        }
    ),
    notes=_notes,
)
