"""Whether a report goes with those before: its last revision, the totals before (RPT-02), the usual figures."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from gis.aggregates import areas, items
from gis.codelists import Language
from gis.period_words import period_name
from gis.periods import Period, previous
from gis.text import area_ha_text, date_text, number_text
from service.figures.late import late
from service.reports.checks.check import Finding, Found, Said, has_key_figures, together, worded
from service.reports.compared import differences
from service.reports.content import Content, Figure, Table, Unit, Words
from service.reports.gathering import Gathered
from service.reports.issued import Issued, frozen_content, issued_before, last_issued
from service.reports.parts.cells import RELEASED
from service.reports.parts.key_figures import CUMULATIVE, KEY, PERIOD

BACK, LEAST_BACK = 12, 6
"""So many periods before are looked at, and so many of them must have work before a figure can be unusual."""
JUMP = 3
"""More than so many times the median, or less than one part in so many, is unusual."""
LEAST_JUMP = {Unit.M2: 10_000, Unit.COUNT: 10}
"""What is nearer to the median is not."""
CUMULATED = (RELEASED, "ap", "at", "uxo")
"""What never goes down since the origin unless something is corrected."""
LEAST_M2 = 1.0


def has_changed(gathered: Gathered, content: Content) -> Found | None:
    """Look what is other than in the last revision."""
    last = last_issued(gathered.session, content.subject)
    if last is None:
        return None
    changed = differences(frozen_content(gathered.session, last.id).every_figure(), content.every_figure())
    told: dict[str, Said] = {"revision": partial(number_text, last.revision)}
    words = (
        worded("Figures changed since revision {revision}: {count}.", **told, count=partial(number_text, len(changed)))
        if changed
        else worded("The figures are those of revision {revision}: issuing again would only repeat them.", **told)
    )
    return Found(finding=Finding.LOOK, words=words, opens=last.page)


def cumulative(gathered: Gathered, content: Content) -> Found | None:
    """Look whether a total since the origin is lower than in the report before."""
    before = issued_before(gathered.session, content.subject)
    if before is None or not has_key_figures(content):
        return None
    old = frozen_content(gathered.session, before.id)
    now, then = content.table(KEY), old.table(KEY)
    lower = [key for key in CUMULATED if _fall(now, then, key) > _least(now, key)]
    told: dict[str, Said] = {
        "period": partial(period_name, before.subject.period),
        "number": partial(number_text, before.number),
        "figures": together((_fallen(now, then, key) for key in lower), ", ").told,
    }
    if not lower:
        words = worded("No total since the beginning is lower than in report {number} ({period}).", **told)
        return Found(finding=Finding.FINE, words=words)
    if old.origin != content.origin:
        words = worded(
            "Totals are counted since {origin}; in report {number} ({period}) they were counted since {earlier}: "
            "{figures}.",
            **told,
            origin=partial(date_text, content.origin),
            earlier=partial(date_text, old.origin),
        )
        return Found(finding=Finding.NEEDS_REASON, words=words, opens=before.page)
    if _was_corrected(gathered, before, has_ground=RELEASED in lower):
        words = worded(
            "Totals since the beginning are lower than in report {number} ({period}): {figures}. Records were "
            "corrected or taken back since; the table of late entries tells which weeks.",
            **told,
        )
        return Found(finding=Finding.NEEDS_REASON, words=words, opens=before.page)
    words = worded(
        "Totals since the beginning are lower than in report {number} ({period}): {figures}. No record was corrected "
        "since. Tell the operator: run the audit.",
        **told,
    )
    return Found(finding=Finding.BLOCKS, words=words, opens=before.page)


def jumps(gathered: Gathered, content: Content) -> Found | None:
    """Look whether the figures of the period are far from those of the periods before."""
    if not has_key_figures(content) or not content.has_work:
        return None
    told: dict[str, Said] = {"count": str(BACK)}
    far = list(_far(gathered, content.table(KEY)))
    if far:
        rule = worded("Unusual is more than three times the median, or less than a third of it.")
        return Found(finding=Finding.NEEDS_REASON, words=together([*far, rule]))
    words = worded("Ground and items are not far from the median of the {count} periods before.", **told)
    return Found(finding=Finding.FINE, words=words)


# --- totals -------------------------------------------------------------------------------------------------------


def _fall(now: Table, then: Table, key: str) -> float:
    return _number(then.cell(key, CUMULATIVE)) - _number(now.cell(key, CUMULATIVE))


def _least(table: Table, key: str) -> float:
    return LEAST_M2 if table.cell(key, CUMULATIVE).unit is Unit.M2 else 0


def _fallen(now: Table, then: Table, key: str) -> Words:
    row = next(row for row in now.rows if row.key == key)
    before, after = then.cell(key, CUMULATIVE), now.cell(key, CUMULATIVE)
    return worded(
        "{label}: {after} after {before}", label=row.label.told, after=after.printed.told, before=before.printed.told
    )


def _was_corrected(gathered: Gathered, before: Issued, *, has_ground: bool) -> bool:
    """Tell whether ground, or items, of the days before were taken away since a report."""
    edition = gathered.edition
    days = Period(gathered.settings.cumulative_origin, before.subject.period.end, "before")
    changed = late(gathered.session, edition.known_in(days), before.as_known_at, account=edition.account)
    if changed is None:
        return False
    return changed.taken.released_m2 > 0 if has_ground else any(week.items.total < 0 for week in changed.weeks)


# --- the usual ----------------------------------------------------------------------------------------------------


def _far(gathered: Gathered, table: Table) -> Iterator[Words]:
    back = [previous(gathered.edition.period)]
    while len(back) < BACK:
        back.append(previous(back[-1]))
    ground = [areas(rows).released_m2 for one in back if (rows := gathered.progress(one).rows)]
    disposed = [items(lots).total for one in back if (lots := gathered.disposed_in(one))]
    yield from _unusual(table, RELEASED, ground, text=area_ha_text)
    yield from _unusual(table, "items", disposed, text=number_text)


def _unusual(
    table: Table, key: str, before: Sequence[float], *, text: Callable[[float, Language], str]
) -> Iterator[Words]:
    figure, row = table.cell(key, PERIOD), next(row for row in table.rows if row.key == key)
    if len(before) < LEAST_BACK or figure.value is None:
        return
    middle, value = median(before), _number(figure)
    is_near = middle / JUMP <= value <= middle * JUMP or abs(value - middle) < LEAST_JUMP[figure.unit]
    if not is_near:
        yield worded(
            "{label}: {value}; the median of the {count} periods before with work is {median}.",
            label=row.label.told,
            value=figure.printed.told,
            count=str(len(before)),
            median=partial(text, middle),
        )


def _number(figure: Figure) -> float:
    return float(figure.value or 0)
