"""Issues as sentences, in the reader's language."""

from datetime import date

from gis.codelists import ActivityType, Codelist, DisposalState, Language, QcState, ReleaseMethod, TaskStatus
from gis.issues.catalogue import KINDS
from gis.issues.kind import Issue
from gis.text import capitalised_text, date_text, lower_text, number_text

FEATURE = {"en": "Feature", "az": "Obyekt"}
CODED: dict[str, type[Codelist]] = {
    "method": ReleaseMethod,
    "qc_state": QcState,
    "state": DisposalState,
    "status": TaskStatus,
    "task_type": ActivityType,
}
"""Values that are codes, printed by their labels."""


def word(issue: Issue, language: Language) -> str:
    """Say an issue in full: which feature, what is wrong, what to do.

    Features are counted from 1 here, as people count; `index` counts from 0.

    >>> word(Issue(kind="area-small", index=13, feature_code="RA-1", values={"computed_m2": 7.25}), "en")
    'Feature 14 (RA-1): the outline encloses only 7.3 m². Check that nothing is missing.'
    """
    if issue.index is None:
        return sentence(issue, language)
    code = f" ({issue.feature_code})" if issue.feature_code else ""
    return f"{FEATURE[language]} {issue.index + 1}{code}: {_filled(issue, language)}"


def sentence(issue: Issue, language: Language) -> str:
    """Say an issue without naming the feature, for lists that name it beside.

    >>> sentence(Issue(kind="file-empty", values={}), "az")
    'Fayl boşdur. Faylı yenidən ixrac edib göndərin.'
    """
    return capitalised_text(_filled(issue, language), language)


def _filled(issue: Issue, language: Language) -> str:
    """Give the kind's sentence with the issue's values in it."""
    kind = KINDS[issue.kind]
    values = {name: _value_text(name, value, language) for name, value in issue.values.items()}
    # A point for decimals in both languages: a coordinate is there to be copied.
    values["place"] = "{:.4f}, {:.4f}".format(*issue.location) if issue.location else "?"
    values["field"] = issue.field or "?"
    return (kind.az if language == "az" else kind.en).format(**values)


def _value_text(name: str, value: str | float | None, language: Language) -> str:
    """Print a value as its name asks for: a label, a date, or a number with fewer decimals the larger it is."""
    if isinstance(value, str) and name in CODED:
        return _within_a_sentence(CODED[name](value).label(language), language)
    if isinstance(value, str) and name.endswith("_on"):
        return date_text(date.fromisoformat(value), language)
    if isinstance(value, int | float):
        return number_text(value, language, decimals=0 if isinstance(value, int) or abs(value) >= 10 else 1)  # noqa: PLR2004 - two digits say enough
    return "?" if value is None else value


def _within_a_sentence(label: str, language: Language) -> str:
    """Give a label in small letters, abbreviations as they are.

    >>> _within_a_sentence("Cancelled (NTS)", "en")
    'cancelled (NTS)'
    """
    return " ".join(
        part if part.strip("()").isupper() and len(part) > 1 else lower_text(part, language)
        for part in label.split(" ")
    )
