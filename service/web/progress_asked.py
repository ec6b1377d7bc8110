"""The question of the Progress page, as its address and its forms write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from gis.codelists import Account, ReleaseMethod
from gis.periods import Period, PeriodUnit, days, period, period_of
from service.problems import WrongParameter
from service.progress.questions import (
    Dimension,
    ProgressQuestion,
    day_not_after,
    listed,
    members,
    refuse_reversed,
)
from service.web.asked import EMPTY_IS_NONE, PeriodChoice, address
from service.web.page import Page

MOST_DIMENSIONS = 2
TIMES = {Dimension(unit.value): unit for unit in PeriodUnit if unit is not PeriodUnit.DAYS}
"""The dimensions that are periods."""
FORMS = "2025-W43, 2025-10, 2025-Q4, 2025, 2025-10-19, 2025-10-01..2025-10-19"
"""How a period is written."""


class ProgressChoice(PeriodChoice):
    """What a reader chose; what is left out is this year, by district.

    Attributes
    ----------
    period
        A label such as 2025-W43; it goes before days.
    by
        One dimension or two.
    organisation, project
        Only the work of these, separated by commas.
    as_of
        The day by which the period is over or not; today unless said.
    rows_from
        The first row that is shown of a long table.
    """

    period: str = ""
    by: list[str] = []  # noqa: RUF012 - Pydantic copies it
    account: Account = Account.OPERATIONAL
    district: str = ""
    method: str = ""
    organisation: str = ""
    project: str = ""
    as_of: Annotated[date | None, EMPTY_IS_NONE] = None
    rows_from: int = 0


@dataclass(frozen=True, kw_only=True)
class ProgressAsk:
    """A question to progress that was understood, and the addresses of others like it.

    Attributes
    ----------
    today
        By which a period is over or not.
    """

    period: Period
    by: tuple[Dimension, ...]
    today: date
    choice: ProgressChoice
    question: ProgressQuestion

    @classmethod
    def of(cls, page: Page, choice: ProgressChoice) -> "ProgressAsk":
        """Understand what was chosen.

        Raises
        ------
        WrongParameter
            If a name is unknown, or the period is none.
        """
        asked, by = _period(choice, page), _dimensions(choice.by)
        question = ProgressQuestion(
            start=asked.start,
            end=asked.end,
            by=_with_method(by),
            account=choice.account,
            as_known_at=choice.known_at(page),
            view=choice.view,
            district_codes=listed(choice.district, parameter="district") or None,
            release_methods=members(choice.method, ReleaseMethod, parameter="method") or None,
            organisation_codes=listed(choice.organisation, parameter="organisation") or None,
            project_codes=listed(choice.project, parameter="project") or None,
        )
        today = day_not_after(choice.as_of, page.today)
        return cls(period=asked, by=by, today=today, choice=choice, question=question)

    @property
    def is_over(self) -> bool:
        """Tell whether the period is complete."""
        return self.period.end < self.today

    @property
    def is_split(self) -> bool:
        """Tell whether each line is told by method beside its name."""
        return Dimension.METHOD not in self.by

    def parameters(self) -> dict[str, object]:
        """Give what stands in an address of the same question."""
        known = self.question.as_known_at
        return {
            "period": self.period.label,
            "by": ",".join(self.by),
            "account": self.question.account.value,
            "district": self.choice.district,
            "method": self.choice.method,
            "organisation": self.choice.organisation,
            "project": self.choice.project,
            "as_of": self.choice.as_of,
            "view": self.question.view,
            "as_known_at": known and known.isoformat(),
        }

    def link(self, path: str = "/progress", **changes: object) -> str:
        """Give the address of the same question with something else changed."""
        return address(path, **(self.parameters() | changes))


def _with_method(by: Sequence[Dimension]) -> tuple[Dimension, ...]:
    return tuple(dict.fromkeys([*by, Dimension.METHOD]))


def _dimensions(told: Sequence[str]) -> tuple[Dimension, ...]:
    """Read one dimension or two; the same one twice is one."""
    names = dict.fromkeys(name.strip() for text in told for name in text.split(",") if name.strip())
    by = members(",".join(names), Dimension, parameter="by") or (Dimension.DISTRICT,)
    if len(by) > MOST_DIMENSIONS:
        raise WrongParameter(
            f"A table has at most {MOST_DIMENSIONS} dimensions. Leave one out of “by”.",
            f"Cədvəlin ən çoxu {MOST_DIMENSIONS} ölçüsü olur. “by” siyahısından birini çıxarın.",
            parameter="by",
        )
    return by


def _period(choice: ProgressChoice, page: Page) -> Period:
    """Read a label, or else days; with neither it is this year."""
    try:
        if choice.period.strip():
            return period(choice.period)
        if choice.start or choice.end:
            end = choice.end or page.today
            start = choice.start or end.replace(month=1, day=1)
            refuse_reversed(start, end)
            return days(start, end)
        return period_of(page.today, PeriodUnit.YEAR)
    except ValueError as error:
        raise WrongParameter(
            f"“{choice.period or choice.start or choice.end}” is no period. Write one of these forms: {FORMS}.",
            f"“{choice.period or choice.start or choice.end}” dövr deyil. Bu şəkillərdən biri ilə yazın: {FORMS}.",
            parameter="period",
        ) from error
