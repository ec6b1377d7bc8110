"""Whether a report goes with those before: its last revision, the usual figures."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from gis.aggregates import areas, items
from gis.codelists import Language
from gis.periods import previous
from gis.text import area_ha_text, number_text
from service.reports.checks.check import Finding, Found, Said, has_key_figures, together, worded
from service.reports.compared import differences
from service.reports.content import Content, Figure, Table, Unit, Words
from service.reports.gathering import Gathered
from service.reports.issued import frozen_content, last_issued
from service.reports.parts.cells import RELEASED
from service.reports.parts.key_figures import KEY, PERIOD

BACK, LEAST_BACK = 12, 6
"""So many periods before are looked at, and so many of them must have work before a figure can be unusual."""
JUMP = 3
"""More than so many times the median, or less than one part in so many, is unusual."""
LEAST_JUMP = {Unit.M2: 10_000, Unit.COUNT: 10}
"""What is nearer to the median is not."""


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
