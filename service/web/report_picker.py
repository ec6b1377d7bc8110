"""The form that leads to a report: which kind, on which period, typed, picked or left to the last one that is over."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from gis.codelists import ReportKind
from gis.language import translator
from gis.near_periods import periods_near
from gis.period_words import period_name
from gis.periods import DAY, Period, PeriodUnit, days, period, period_of, previous
from gis.text import period_text
from service.published.queries import published_figures, weeks_of_their_own
from service.reports.asked import FORMS, report_period, require_begun
from service.reports.content import Subject
from service.reports.declared import Kind
from service.reports.kinds import KINDS
from service.reports.scope import Scope
from service.web.asked import EMPTY_IS_NONE
from service.web.page import Page

OFFERED = {
    PeriodUnit.DAY: 31,
    PeriodUnit.WEEK: 60,
    PeriodUnit.MONTH: 24,
    PeriodUnit.QUARTER: 12,
    PeriodUnit.YEAR: 6,
}
"""So many periods of each unit are offered; others are typed."""


class ReportChoice(BaseModel):
    """Which report is to be opened, as the form has it.

    Attributes
    ----------
    period
        Typed or picked; it goes before the days. Where all are left out, the last period that is over is meant.
    """

    kind: str = ReportKind.WEEKLY.value
    period: str = ""
    start: Annotated[date | None, Field(alias="from"), EMPTY_IS_NONE] = None
    end: Annotated[date | None, Field(alias="to"), EMPTY_IS_NONE] = None
    scope: str = ""

    @property
    def known_kind(self) -> ReportKind:
        """Give the kind that the fields are for: the weekly one where there is none of that name."""
        return next((kind for kind in KINDS if kind.value == self.kind), ReportKind.WEEKLY)

    def asked(self, kind: Kind, page: Page) -> Period:
        """Give the period that is meant; a day stands for the week, the month or the year of the report around it.

        Raises
        ------
        WrongParameter
            If there is none, or no report of the kind can be on it.
        """
        label = self.period.strip()
        if not label and self.start and self.end:
            label = days(min(self.start, self.end), max(self.start, self.end)).label
        elif not (label or self.start or self.end):
            label = last_over(kind, page.today).label
        if PeriodUnit.DAY not in kind.units:
            label = _around(label, kind)
        asked = report_period(label, kind, page.settings)
        require_begun(asked, page.today)
        return asked


def picker(kind: Kind, page: Page) -> dict[str, Any]:
    """Give what the fields of the period are made of, for a kind of report."""
    offered = {one.label: period_name(one, page.language) for one in _offered(kind, page)}
    return {
        "forms": ", ".join(FORMS[unit].told(page.language) for unit in kind.units),
        "has_days": PeriodUnit.DAYS in kind.units,
        "offered": offered | _published(kind, page),
        "usual": period_name(last_over(kind, page.today), page.language),
    }


def near(asked: ReportChoice, page: Page, scope: Scope) -> list[Subject]:
    """Give the reports that are nearest to one that cannot be, on right periods."""
    label = asked.period.strip()
    try:
        told: Period | None = period(label)
    except ValueError:
        told = None
    kind = _kind_near(asked.kind, told)
    unit = told.unit if told and told.unit in kind.units and told.unit is not PeriodUnit.DAYS else _usual_unit(kind)
    first = page.settings.cumulative_origin + DAY
    return [Subject(kind.code, one, scope) for one in periods_near(label, unit, first=first, last=page.today)]


def _kind_near(name: str, told: Period | None) -> Kind:
    """Give the kind of a name; where there is none, the first that is made for such a period."""
    wanted = told.unit if told else PeriodUnit.WEEK
    kinds = [kind for kind in KINDS.values() if kind.code == name]
    return next(iter(kinds or [kind for kind in KINDS.values() if wanted in kind.units and kind.is_public]))


def _published(kind: Kind, page: Page) -> dict[str, str]:
    """Give the weeks that old bulletins were published on, from Monday to Saturday or otherwise, by their own days."""
    if PeriodUnit.DAYS not in kind.units:
        return {}
    _ = translator(page.language)
    weeks = weeks_of_their_own(published_figures(page.session))
    told = {one.label: period_text(one.start, one.end, page.language) for one in weeks}
    return {label: _("{days}, as a bulletin had it").format(days=days_told) for label, days_told in told.items()}


def last_over(kind: Kind, today: date) -> Period:
    """Give the last period that is over, of the unit of a kind, or of months where it has several."""
    return previous(period_of(today, _usual_unit(kind)))


def _usual_unit(kind: Kind) -> PeriodUnit:
    return kind.units[0] if len(kind.units) == 1 else PeriodUnit.MONTH


def _around(label: str, kind: Kind) -> str:
    try:
        return period_of(date.fromisoformat(label), kind.units[0]).label
    except ValueError:
        return label


def _offered(kind: Kind, page: Page) -> Iterator[Period]:
    """Give the last periods of each unit, the latest that is over first."""
    for unit, count in OFFERED.items():
        one = previous(period_of(page.today, unit))
        for _ in range(count if unit in kind.units else 0):
            if one.start <= page.settings.cumulative_origin:
                break
            yield one
            one = previous(one)
