"""What can be wrong with a file: every kind of issue, its severity, and its words in both languages.

An issue is a fact about data: a value that is collected, never raised. The page of rules that users read is made from
this catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gis.codelists import Language, Severity


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
        The sentence: what, where, what to do; the issue's values are filled in by name.
    """

    name: str
    rule: str
    severity: Severity
    en: str
    az: str


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One fact about one feature, or about the file when `index` is missing.

    Attributes
    ----------
    index
        Position of the feature in the file, from 0.
    field
        The field concerned, if it is one.
    values
        What is filled into the sentence; raw numbers and ISO dates, printed for the reader when it is worded.
    location
        Longitude and latitude of the place, in degrees.
    repair
        What the service offers to do about it, a name of `gis.normalise`.
    """

    kind: str
    index: int | None = None
    feature_code: str | None = None
    field: str | None = None
    values: Mapping[str, str | float | int | None]
    location: tuple[float, float] | None = None
    repair: str | None = None


KINDS: dict[str, IssueKind] = {}
"""Every kind, by its name."""


def word(issue: Issue, language: Language) -> str:
    """Say an issue in a language: where, what, and what to do."""
    return KINDS[issue.kind].az if language == "az" else KINDS[issue.kind].en
