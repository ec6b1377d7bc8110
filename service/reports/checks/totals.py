"""Whether totals since the origin hold what was told before: by reports that were issued, by what is cited (RPT-02)."""

from collections.abc import Iterator, Mapping
from functools import partial

from gis.codelists import PublishedKind
from gis.period_words import period_name
from gis.periods import Period
from gis.published import EVERYBODY, PublishedFigure
from gis.text import date_text, number_text
from service.figures.late import late
from service.published.queries import StoredFigure
from service.reports.checks.check import Finding, Found, Said, has_key_figures, together, worded
from service.reports.content import Content, Figure, Words
from service.reports.gathering import Gathered
from service.reports.issued import Issued, frozen_content, issued_until
from service.reports.kinds import KINDS
from service.reports.opened import KEY as WITH_OPENING
from service.reports.opened import OPENING, SINCE, area_m2, has_opening, opened_on, opening_area
from service.reports.parts.cells import RELEASED
from service.reports.parts.key_figures import KEY
from service.reports.parts.opening import ITEMS, disposed_in_all, released_in_all
from service.reports.printing import cited_area, count, said

LEAST_M2 = 1.0
"""By so much ground may differ that is added up in another order."""
TELLING = tuple(kind.code for kind in KINDS.values() if any(part.key == KEY for part in kind.every_part))
"""The kinds of reports that tell totals since the origin."""
Totals = Mapping[str, Figure]


def cumulative(gathered: Gathered, content: Content) -> Found | None:
    """Look whether a total since the origin is lower than one that was told of a day before.

    Told were those of the report before, of whatever kind, and, where totals open with a published one, those that are
    cited until the end of the period or an earlier day.
    """
    if not has_key_figures(content):
        return None
    before = issued_until(gathered.session, content.subject, TELLING)
    found = [
        *([_beside_issued(gathered, content, before)] if before else []),
        *([_beside_cited(gathered, content)] if opened_on(content) else []),
    ]
    gravity = list(Finding)
    return min(found, key=lambda one: gravity.index(one.finding), default=None)


def _totals(content: Content) -> Totals:
    """Give what never goes down since the origin unless something is corrected, as it is printed."""
    return {RELEASED: released_in_all(content), **disposed_in_all(content)}


def _numbers(content: Content) -> dict[str, float | None]:
    """Give the same unrounded: a total that opens with a published one is printed as rough as that."""
    numbers = {key: area_m2(figure) for key, figure in _totals(content).items()}
    if opening := opening_area(content):
        since_m2 = content.table(WITH_OPENING).cell(SINCE, "area").value
        numbers[RELEASED] = (area_m2(opening) or 0) + float(since_m2 or 0)
    return numbers


def _fallen(now: Mapping[str, float | None], then: Mapping[str, float | None]) -> dict[str, float]:
    """Give by how much each total is lower; one that either of the two does not tell is not compared."""
    falls = {key: (then[key] or 0) - (now[key] or 0) for key in now if now[key] is not None and then[key] is not None}
    return {key: fall for key, fall in falls.items() if fall > (LEAST_M2 if key == RELEASED else 0)}


def _words(content: Content, then: Totals, fallen: Mapping[str, float]) -> Words:
    labels, now = {row.key: row.label for row in content.table(KEY).rows}, _totals(content)
    told = (
        worded(
            "{label}: {after} after {before}",
            label=labels[key].told,
            after=now[key].printed.told,
            before=then[key].printed.told,
        )
        for key in fallen
    )
    return together(told, ", ")


# --- beside the report before -------------------------------------------------------------------------------------


def _beside_issued(gathered: Gathered, content: Content, before: Issued) -> Found:
    old = frozen_content(gathered.session, before.id)
    fallen = _fallen(_numbers(content), _numbers(old))
    told: dict[str, Said] = {
        "period": partial(period_name, before.subject.period),
        "number": partial(number_text, before.number),
        "figures": _words(content, _totals(old), fallen).told,
    }
    if not fallen:
        words = worded("No total since the beginning is lower than in report {number} ({period}).", **told)
        return Found(finding=Finding.FINE, words=words)
    if reason := _other_beginning(content, old, told) or _correction(gathered, before, fallen, told=told):
        return Found(finding=Finding.NEEDS_REASON, words=reason, opens=before.page)
    words = worded(
        "Totals since the beginning are lower than in report {number} ({period}): {figures}. No record was corrected "
        "by so much since. Tell the operator: run the audit.",
        **told,
    )
    return Found(finding=Finding.BLOCKS, words=words, opens=before.page)


def _other_beginning(content: Content, old: Content, told: dict[str, Said]) -> Words | None:
    """Say that totals begin with another day, or open with another published total, if they do."""
    if old.origin != content.origin:
        return worded(
            "Totals are counted since {origin}; in report {number} ({period}) they were counted since {earlier}: "
            "{figures}.",
            **told,
            origin=partial(date_text, content.origin),
            earlier=partial(date_text, old.origin),
        )
    if _opening(old) != _opening(content):
        return worded(
            "Totals open with: {opening}; in report {number} ({period}) they opened with: {earlier}. {figures}.",
            **told,
            opening=_opening_words(content).told,
            earlier=_opening_words(old).told,
        )
    return None


def _opening(content: Content) -> list[object]:
    """Give what totals open with; nothing where they do not."""
    return [figure.value for figure in content.table(WITH_OPENING).rows[0].cells] if has_opening(content) else []


def _opening_words(content: Content) -> Words:
    if not has_opening(content):
        return said("no published total")
    area = content.table(WITH_OPENING).cell(OPENING, "area")
    label = content.table(WITH_OPENING).rows[0].label
    return worded("{label} ({area})", label=label.told, area=area.printed.told)


def _correction(
    gathered: Gathered, before: Issued, fallen: Mapping[str, float], *, told: dict[str, Said]
) -> Words | None:
    """Say that so much was taken away since a report, if it was."""
    taken = _taken_since(gathered, before)
    if any(taken.get(key, 0) < fall - LEAST_M2 * (key == RELEASED) for key, fall in fallen.items()):
        return None
    return worded(
        "Totals since the beginning are lower than in report {number} ({period}): {figures}. Records were "
        "corrected or taken back since; the table of late entries tells which weeks.",
        **told,
    )


def _taken_since(gathered: Gathered, before: Issued) -> dict[str, float]:
    """Give what was taken away of the days before since a report, ground and items."""
    edition = gathered.edition
    days = Period(gathered.settings.cumulative_origin, before.subject.period.end, "before")
    changed = late(gathered.session, edition.known_in(days), before.as_known_at, account=edition.account)
    if changed is None:
        return {}
    items = {key: sum(max(0, -getattr(week.items, key)) for week in changed.weeks) for key in ITEMS}
    return {RELEASED: changed.taken.released_m2, **items}


# --- beside what is cited -----------------------------------------------------------------------------------------


def _beside_cited(gathered: Gathered, content: Content) -> Found:
    last = partial(date_text, opened_on(content))
    if not has_opening(content):
        words = worded(
            "Totals since the beginning should open with the published total until {last}, but none is known: they "
            "are as recorded.",
            last=last,
        )
        return Found(finding=Finding.NEEDS_REASON, words=words, opens="/published")
    for stored in _cited(gathered, content):
        figure = stored.figure
        fallen = _fallen(_numbers(content), _least(figure))
        if fallen:
            words = worded(
                "Totals since the beginning are lower than what {source} gave until {last}: {figures}. Correct or "
                "withdraw what is wrong, or say why.",
                source=figure.publisher,
                last=partial(date_text, figure.period_to),
                figures=_words(content, _printed(figure), fallen).told,
            )
            return Found(finding=Finding.NEEDS_REASON, words=words, opens=f"/published/{stored.id}")
    words = worded("No total since the beginning is lower than what was published until a day before.")
    return Found(finding=Finding.FINE, words=words)


def _cited(gathered: Gathered, content: Content) -> Iterator[StoredFigure]:
    """Give the published totals that must be held by those of a report: of days since the origin, the latest first."""
    for stored in gathered.published:
        figure = stored.figure
        is_total = (figure.kind, figure.key) == (PublishedKind.CUMULATIVE, EVERYBODY)
        if is_total and figure.period_from >= content.origin and figure.period_to <= content.period.end:
            yield stored


def _least(figure: PublishedFigure) -> dict[str, float | None]:
    """Give the least that a published total can stand for: its last digit may have been rounded up."""
    area = figure.area
    least_m2 = None if area is None else area.area_m2 - area.unit.area_m2 / 10**area.decimals
    return {RELEASED: least_m2, "ap": figure.ap_mine, "at": figure.at_mine, "uxo": figure.uxo}


def _printed(figure: PublishedFigure) -> Totals:
    counts = zip(ITEMS, (figure.ap_mine, figure.at_mine, figure.uxo), strict=True)
    return {RELEASED: cited_area(RELEASED, figure.area), **{key: count(key, number) for key, number in counts}}
