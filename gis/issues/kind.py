"""What an issue is: a fact about data, a value that is collected and never raised."""

from collections.abc import Mapping
from dataclasses import dataclass

from gis.codelists import Severity


@dataclass(frozen=True, kw_only=True)
class IssueKind:
    """One thing that can be wrong.

    Attributes
    ----------
    name
        Stable and stored: `outline-crosses-itself`.
    rule
        The rule it breaks, as users quote it: `GEO-01`.
    severity
        An error blocks, a warning asks for a written answer, an info tells.
    en, az
        The sentence: what, where, what to do; the issue's values are filled in by name, `{place}` is its location.
    repair
        What the service offers to do about it: a name in `gis.repairs.REPAIRS`.
    asks
        The answer that settles it: a field of `gis.mapping.Answers`.
    """

    name: str
    rule: str
    severity: Severity
    en: str
    az: str
    repair: str | None = None
    asks: str | None = None


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One fact about one feature, or about the file when `index` is missing.

    Attributes
    ----------
    kind
        The name of its kind.
    index
        Position of the feature in the file, from 0.
    field
        The field concerned, if it is one.
    values
        What is filled into the sentence; raw numbers and ISO dates, printed for the reader when it is worded.
    location
        Longitude and latitude of the place, in degrees.
    repair
        What the service offers to do about it: a name in `gis.repairs.REPAIRS`.
    """

    kind: str
    index: int | None = None
    feature_code: str | None = None
    field: str | None = None
    values: Mapping[str, str | float | int | None]
    location: tuple[float, float] | None = None
    repair: str | None = None


def error(  # noqa: PLR0913 - a declaration
    name: str, rule: str, *, en: str, az: str, repair: str | None = None, asks: str | None = None
) -> IssueKind:
    """Declare a kind that blocks."""
    return IssueKind(name=name, rule=rule, severity=Severity.ERROR, en=en, az=az, repair=repair, asks=asks)


def warning(name: str, rule: str, *, en: str, az: str) -> IssueKind:
    """Declare a kind that asks for a written answer."""
    return IssueKind(name=name, rule=rule, severity=Severity.WARNING, en=en, az=az)


def info(name: str, rule: str, *, en: str, az: str) -> IssueKind:
    """Declare a kind that only tells."""
    return IssueKind(name=name, rule=rule, severity=Severity.INFO, en=en, az=az)
