"""The open errors and warnings: by rule, by organisation, by age (domain.md 10.7)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from gis.codelists import Language, Severity
from gis.issues.rules import RULES_BY_CODE
from gis.language import translator
from gis.text import number_text
from service.quality.open_issues import OLDER
from service.quality.questions import AGES_DAYS, NOT_SAID, IssueCount, IssueState
from service.reports.content import Column, Content, Figure, Row, Table, Words
from service.reports.declared import Heading, Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import organisation_place, organisation_words
from service.reports.printing import blank, count, in_both, text

OPEN, ERRORS, WARNINGS, OLDEST = "open_issues", "open_errors", "open_warnings", "oldest_issue"
Group = Sequence[IssueCount]
STATES: Mapping[str, Heading] = MappingProxyType(
    {
        IssueState.IN_RECORDS: "In records",
        IssueState.IN_REVIEW: "In review",
        IssueState.RETURNED: "Returned, not answered",
        "issues": "Open issues",
        "oldest": "Oldest, days",
    }
)
SEVERITIES: Mapping[str, Heading] = MappingProxyType(
    {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", "issues": "Open issues"}
)
FIRST_DAYS = dict(zip((*AGES_DAYS, None), (0, *(last + 1 for last in AGES_DAYS)), strict=True))
"""The first day of each band of ages, by its last."""


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give how many are open in all and of each severity, and for how many days the oldest is."""
    found, opened = gathered.open_issues, gathered.behind.open_issues()
    return (
        count(OPEN, _sum(found), records=opened),
        *(
            count(key, _sum(_of(found, severity)), records=gathered.behind.open_issues(severity=severity))
            for key, severity in ((ERRORS, Severity.ERROR), (WARNINGS, Severity.WARNING))
        ),
        count(OLDEST, _oldest(found), records=opened),
    )


def _sum(group: Group) -> int:
    return sum(one.issue_count for one in group)


def _of(group: Group, severity: Severity) -> Group:
    return [one for one in group if one.severity == severity]


def _oldest(group: Group) -> int | None:
    """Give for how many days the oldest is open; missing where none is."""
    return max((one.oldest_days for one in group), default=None)


def _groups(found: Group, key: Callable[[IssueCount], Hashable]) -> dict[Hashable, Group]:
    """Put issues together by what they have in common."""
    groups = defaultdict[Hashable, list[IssueCount]](list)
    for one in found:
        groups[key(one)].append(one)
    return dict(groups)


def _by_state(prefix: str, group: Group, gathered: Gathered, **asked: str) -> tuple[Figure, ...]:
    """Give how many issues lie where, and for how long the oldest is open."""
    states = (
        count(
            f"{prefix}/{state}",
            _sum([one for one in group if one.state == state]),
            records=gathered.behind.open_issues(**asked, state=state),
        )
        for state in IssueState
    )
    opened = gathered.behind.open_issues(**asked)
    return (
        *states,
        count(f"{prefix}/issues", _sum(group), records=opened),
        count(f"{prefix}/oldest", _oldest(group), records=opened),
    )


def _columns(headings: Mapping[str, Heading]) -> tuple[Column, ...]:
    return tuple(Column(key=key) for key in headings)


# --- by rule ------------------------------------------------------------------------------------------------------


def _by_rule(gathered: Gathered) -> Table:
    groups = _groups(gathered.open_issues, lambda one: (one.rule, one.severity))
    rows = [_rule_row(gathered, group) for group in sorted(groups.values(), key=_most_first)]
    total = (
        blank("issues_by_rule/total/severity"),
        *_by_state("issues_by_rule/total", gathered.open_issues, gathered),
    )
    columns = (Column(key="severity"), *_columns(STATES))
    return Table(key="issues_by_rule", columns=columns, rows=tuple(rows), total=total if rows else None)


def _most_first(group: Group) -> tuple[int, str, str]:
    return -_sum(group), group[0].rule, group[0].severity


def _rule_row(gathered: Gathered, group: Group) -> Row:
    rule, severity = group[0].rule, group[0].severity
    key = f"{rule}/{severity}"
    prefix = f"issues_by_rule/{key}"
    cells = (
        text(f"{prefix}/severity", Severity(severity)),
        *_by_state(prefix, group, gathered, rule=rule, severity=severity),
    )
    return Row(key=key, label=_rule_words(rule), cells=cells)


def _rule_words(rule: str) -> Words:
    known = RULES_BY_CODE.get(rule)
    return in_both(lambda language: f"{rule}: {known.title(language)}" if known else rule)


# --- by organisation and by age -----------------------------------------------------------------------------------


def _by_organisation(gathered: Gathered) -> Table:
    groups = _groups(gathered.open_issues, lambda one: one.organisation)
    codes = sorted(
        (one.organisation for one in gathered.open_issues), key=lambda code: organisation_place(gathered, code)
    )
    rows = [
        Row(
            key=code or "",
            label=organisation_words(gathered, code),
            cells=_by_state(
                f"issues_by_organisation/{code or ''}", groups[code], gathered, organisation=code or NOT_SAID
            ),
        )
        for code in dict.fromkeys(codes)
    ]
    total = _by_state("issues_by_organisation/total", gathered.open_issues, gathered)
    return Table(
        key="issues_by_organisation", columns=_columns(STATES), rows=tuple(rows), total=total if rows else None
    )


def _by_age(gathered: Gathered) -> Table:
    groups = _groups(gathered.open_issues, lambda one: one.age_days)
    rows = [_age_row(gathered, age, groups.get(age, [])) for age in FIRST_DAYS] if groups else []
    total = _by_severity("issues_by_age/total", gathered.open_issues, gathered)
    return Table(key="issues_by_age", columns=_columns(SEVERITIES), rows=tuple(rows), total=total if rows else None)


def _age_row(gathered: Gathered, age: int | None, group: Group) -> Row:
    key = str(age) if age else OLDER
    cells = _by_severity(f"issues_by_age/{key}", group, gathered, age=key)
    return Row(key=key, label=_age_words(age), cells=cells)


def _by_severity(prefix: str, group: Group, gathered: Gathered, **asked: str) -> tuple[Figure, ...]:
    opened = partial(gathered.behind.open_issues, **asked)
    parts = (
        count(f"{prefix}/{one}", _sum(_of(group, one)), records=opened(severity=one))
        for one in (Severity.ERROR, Severity.WARNING)
    )
    return *parts, count(f"{prefix}/issues", _sum(group), records=opened())


def _age_words(age: int | None) -> Words:
    """Name a band of ages by its first and last day."""

    def told(language: Language) -> str:
        _ = translator(language)
        first = number_text(FIRST_DAYS[age], language)
        if age is None:
            return _("{first} days and more").format(first=first)
        return _("{first}–{last} days").format(first=first, last=number_text(age, language))

    return in_both(told)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.figure(OPEN).value:
        return (_("No issue is open."),)
    return ()


ISSUES_BY_RULE = Part(
    key="issues_by_rule",
    gather=_by_rule,
    title=phrase("Open issues by rule"),
    name_heading="Rule",
    headings=MappingProxyType({"severity": "Severity", **STATES}),
    notes=_notes,
)
ISSUES_BY_ORGANISATION = Part(
    key="issues_by_organisation",
    gather=_by_organisation,
    title=phrase("Open issues by organisation"),
    name_heading="Organisation",
    headings=STATES,
    notes=_notes,
)
ISSUES_BY_AGE = Part(
    key="issues_by_age",
    gather=_by_age,
    title=phrase("Open issues by age"),
    name_heading="Age",
    headings=SEVERITIES,
    notes=_notes,
)
