"""The figures of a weekly bulletin: unrounded, without a language, the same for preview and issue."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson
from pydantic import TypeAdapter

from gis.aggregates import Areas, Items, PeriodAreas
from gis.codelists import Account, ContaminationClass, ReviewMode
from gis.periods import Period
from service.figures.late import Late


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a district or organisation is called; kept with the figures, for names change."""

    code: str
    en: str
    az: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """The figures of a district or organisation; the name is missing for what is recorded without one."""

    name: Name | None
    areas: Areas
    items: Items


@dataclass(frozen=True, kw_only=True)
class ClassLine:
    """Released ground of one contamination class."""

    contamination_class: ContaminationClass
    areas: Areas


@dataclass(frozen=True, kw_only=True)
class Cumulative:
    """Everything since the origin, the period included."""

    from_on: date
    areas: Areas
    items: Items
    area_without_geometry_m2: float


@dataclass(frozen=True, kw_only=True)
class Stock:
    """Remaining contamination at the end of the period; the third is the sum of the first two."""

    untouched_m2: float
    awaiting_acceptance_m2: float
    certified_stock_m2: float


@dataclass(frozen=True, kw_only=True)
class InReview:
    """What had come in and was not approved when the figures were made; none of it is in them."""

    upload_count: int
    feature_count: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything that a weekly bulletin prints.

    Attributes
    ----------
    has_work
        Whether any approved work is recorded in the period; without it, figures are missing, not zero.
    districts
        Those with approved work, in official order.
    organisations
        Those with approved work but private companies, which stand together in `private_companies`.
    late
        Missing when the record did not exist yet at the cut-off of the week before.
    weeks
        The last 52, oldest first.
    """

    period: Period
    is_over: bool
    as_known_at: datetime
    account: Account
    is_demonstration: bool
    review_modes: tuple[ReviewMode, ...]
    has_work: bool
    areas: Areas
    items: Items
    bulletin_area_m2: float
    area_without_geometry_m2: float
    districts: tuple[Line, ...]
    organisations: tuple[Line, ...]
    private_companies: Line | None
    private_company_count: int
    classes: tuple[ClassLine, ...]
    cumulative: Cumulative
    late: Late | None
    stock: Stock
    in_review: InReview
    weeks: tuple[PeriodAreas, ...]


_ADAPTER = TypeAdapter(Figures)


def as_json(figures: Figures) -> dict[str, Any]:
    """Give the figures as they are stored and served."""
    document: dict[str, Any] = _ADAPTER.dump_python(figures, mode="json")
    return document


def from_json(document: dict[str, Any]) -> Figures:
    """Give stored figures back."""
    return _ADAPTER.validate_python(document)


def checksum(figures: Figures) -> str:
    """Give the SHA-256 of the canonical figures, in hexadecimal: JSON with sorted keys and no spaces.

    References
    ----------
    RFC 8785 is the idea; its numbers are written otherwise: here a whole number of square metres ends in `.0`.
    """
    return sha256(orjson.dumps(as_json(figures), option=orjson.OPT_SORT_KEYS)).hexdigest()
