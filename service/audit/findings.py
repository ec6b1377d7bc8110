"""What an audit gives: what breaks a rule, square metres by two routes, and how long each rule took."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from gis.codelists import Account, Language
from gis.layers import LAYERS_BY_NAME
from service.audit.checks import ASPECTS, PARTS, Check


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it must be.

    Attributes
    ----------
    layer
        Of the record; missing for what is none.
    code
        Of the record, or the name of what it is about.
    part, number
        Which entry, version or piece of it.
    aspect
        What of it is wrong.
    expected, found
        What it ought to be, and what it is; missing where there should be nothing.
    other
        What else has a part in it: the code of an earlier release, the areas on a tile, a method, a stamp.
    """

    check: str
    layer: str | None
    code: str | None
    part: str | None
    number: int | None
    account: str | None
    aspect: str
    expected: str | None
    found: str | None
    other: str | None

    def words(self, language: Language) -> str:
        """Say it in a sentence."""
        layer = getattr(LAYERS_BY_NAME[self.layer], language) if self.layer else None
        part = PARTS[self.part][language] if self.part else None
        numbered = f"{part} {self.number}" if self.number is not None else part
        account = Account(self.account).label(language) if self.account else None
        other = f"({self.other})" if self.other else None
        name = f"{layer} {self.code}" if layer else self.code
        record = ", ".join(word for word in (name, numbered, account, other) if word)
        expected, found = self.expected or "–", self.found or "–"
        aspect = ASPECTS[self.aspect][language]
        if language == "az":
            return f"{record}: {aspect}: gözlənilən {expected}, tapılan {found}"
        return f"{record}: {aspect}: expected {expected}, found {found}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Square metres by two routes; day, classification and class are missing for ground released outside hazard."""

    account: str
    day: date | None
    classification: str | None
    contamination_class: str | None
    by_union_m2: float
    by_entries_m2: float


def added_up(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Add up the figures that are of the same."""
    by_union_m2: defaultdict[Figure, float] = defaultdict(float)
    by_entries_m2: defaultdict[Figure, float] = defaultdict(float)
    for figure in figures:
        group = replace(figure, by_union_m2=0.0, by_entries_m2=0.0)
        by_union_m2[group] += figure.by_union_m2
        by_entries_m2[group] += figure.by_entries_m2
    sums = (replace(group, by_union_m2=by_union_m2[group], by_entries_m2=by_entries_m2[group]) for group in by_union_m2)
    return tuple(sorted(sums, key=lambda f: (f.account, f.day or date.min, f.classification, f.contamination_class)))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one check.

    Attributes
    ----------
    findings
        At most as many as were asked for.
    elapsed_s
        Of the statements, added up over the connections.
    sliver_count, sliver_m2
        What overlay left behind below the sliver's area, where the check looks at it.
    """

    check: Check
    findings: tuple[Finding, ...]
    elapsed_s: float
    figures: tuple[Figure, ...] = ()
    sliver_count: int = 0
    sliver_m2: float = 0.0

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return not self.findings


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much there is to look at; days are missing while the ledger is empty."""

    changes: int
    release_areas: int
    hazardous_areas: int
    pieces: int
    entries: int
    closed_entries: int
    reports: int
    as_known_at: datetime | None
    first_day: date | None
    last_day: date | None
