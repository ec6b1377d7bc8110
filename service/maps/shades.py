"""What districts can be shaded by: released ground, the share of recorded contamination that is gone, what remains."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import fsum

from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import HazardClass, Language, LedgerCause
from service.maps.queries import MapQuestion
from service.maps.released import ACCOUNT, released_rows
from service.progress.queries import contamination
from service.progress.questions import ContaminationQuestion, Dimension, StockDimension
from service.progress.totals import SPECK_M2, passages, stock
from service.tables import IDENTITIES, VERSIONS

FigureByDistrict = Mapping[str | None, float]
"""By the codes of districts, those without a figure left out; None: of ground that no district is near."""


class Figure(StrEnum):
    """The figures that districts can be shaded by."""

    RELEASED = "released"
    SHARE = "share"
    REMAINING = "remaining"
    REMAINING_CHA = "remaining_cha"
    REMAINING_SHA = "remaining_sha"


CLASS_OF = {Figure.REMAINING_CHA: HazardClass.CHA, Figure.REMAINING_SHA: HazardClass.SHA}


@dataclass(frozen=True, kw_only=True)
class KnownDistrict:
    """A district by its name in the reader's language."""

    name: str
    has_boundary: bool


def known_districts(session: Session, question: MapQuestion, language: Language) -> dict[str, KnownDistrict]:
    """Give the districts that a map is of by their codes."""
    identity, version = IDENTITIES["districts"], VERSIONS["districts"]
    told = (version.c.name_en, version.c.name_az, version.c.geom.is_not(None).label("has_boundary"))
    rows = session.execute(
        select(identity.c.code, *told)
        .join(version, version.c.district_id == identity.c.id)
        .where(version.c.recorded.contains(question.moment.as_known_at))
    )
    asked = question.selection.district_code
    return {
        row.code: KnownDistrict(name=getattr(row, f"name_{language}") or row.name_en, has_boundary=row.has_boundary)
        for row in rows
        if asked in {None, row.code}
    }


def figures_by_district(session: Session, question: MapQuestion, figure: Figure, *, since: date) -> FigureByDistrict:
    """Give the figure of each district that has one: square metres, or per cent of a share.

    Parameters
    ----------
    since
        The day from which on released ground is counted when the map is not narrowed to days of work.
    """
    match figure:
        case Figure.RELEASED:
            told = _released(session, question, since)
        case Figure.SHARE:
            told = _shares(session, question)
        case _:
            told = _remaining(session, question, CLASS_OF.get(figure))
    asked = question.selection.district_code
    return {code: value for code, value in told.items() if asked in {None, code}}


def _released(session: Session, question: MapQuestion, since: date) -> FigureByDistrict:
    rows = released_rows(session, question, by=(Dimension.DISTRICT,), since=since, until=question.moment.as_of)
    return {row["district"]: row["area_m2"] for row in rows if row["area_m2"]}  # type: ignore[misc] # as named


def _remaining(session: Session, question: MapQuestion, classification: HazardClass | None) -> FigureByDistrict:
    asked = ContaminationQuestion(
        as_of=question.moment.as_of,
        by=(StockDimension.DISTRICT, StockDimension.CLASSIFICATION),
        account=ACCOUNT,
        as_known_at=question.moment.as_known_at,
    )
    parts = defaultdict[str | None, list[float]](list)
    for row in contamination(session, asked).rows:
        if classification in {None, row["classification"]}:
            parts[row["district"]].append(row["area_m2"])  # type: ignore[arg-type,index] # as named
    return {code: fsum(areas_m2) for code, areas_m2 in parts.items()}


def _shares(session: Session, question: MapQuestion) -> FigureByDistrict:
    """Give what was freed of every hundred square metres of stock that a district ever had, up to the day.

    Ground that came back into stock and was freed again counts each time; what was released outside recorded hazard was
    never in stock.
    """
    moment = question.moment
    passed = passages(session, moment.as_known_at, until=moment.as_of)
    freed_m2, left_m2 = defaultdict[str | None, Decimal](Decimal), defaultdict[str | None, Decimal](Decimal)
    for passage in passed:
        if passage.account == ACCOUNT and passage.cause == LedgerCause.RELEASED and passage.before:
            freed_m2[passage.before.district] += passage.area_m2
    for state, area_m2 in stock(passed, ACCOUNT).items():
        left_m2[state.district] += area_m2
    ever_m2 = {code: freed_m2[code] + left_m2[code] for code in freed_m2.keys() | left_m2.keys()}
    return {code: float(100 * freed_m2[code] / m2) for code, m2 in ever_m2.items() if m2 >= SPECK_M2}
