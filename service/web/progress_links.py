"""What the figures of the Progress page lead to: the same figures narrowed, and the records that make them up."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gis.codelists import Account
from gis.periods import Period, PeriodUnit, days, following, period, period_of, previous
from service.progress.questions import Dimension
from service.web.asked import address
from service.web.progress_asked import TIMES, ProgressAsk
from service.web.progress_table import RELEASED, WITHOUT_GEOMETRY, Line

NARROWED: Mapping[Dimension, str] = MappingProxyType(
    {Dimension.DISTRICT: "district", Dimension.METHOD: "method"} | dict.fromkeys(TIMES, "period")
)
"""The parameter of the page that narrows to a value of a dimension."""
ON_MAP: Mapping[Dimension, str] = MappingProxyType(
    {dimension: dimension.value for dimension in (Dimension.DISTRICT, Dimension.METHOD, Dimension.ORGANISATION)}
    | {Dimension.TASK: "task"}
)
"""The parameter of the map that narrows to a value of a dimension; periods are its days."""
NEXT: Mapping[Dimension, Dimension] = MappingProxyType({Dimension.DISTRICT: Dimension.TASK})
"""What a line is told by when it is opened, if not by district."""


@dataclass(frozen=True, kw_only=True)
class ProgressLinks:
    """The addresses around one question."""

    ask: ProgressAsk

    def period(self, chosen: Period) -> str:
        """Give the address of the same figures of another period."""
        return self.ask.link(period=chosen.label)

    def before(self) -> Period:
        """Give the period before."""
        return previous(self.ask.period)

    def after(self) -> Period | None:
        """Give the period after, unless it has not begun."""
        later = following(self.ask.period)
        return later if later.start <= self.ask.today else None

    def units(self) -> dict[PeriodUnit, Period]:
        """Give the period of each unit in which the chosen one ends, or that today lies in."""
        last = min(self.ask.period.end, max(self.ask.today, self.ask.period.start))
        return {unit: period_of(last, unit) for unit in PeriodUnit if unit is not PeriodUnit.DAYS}

    def file(self, file_format: str) -> str:
        """Give the address of the table as a file."""
        return self.ask.link(f"/progress/table.{file_format}")

    def unrounded(self) -> str:
        """Give the address of the same question to the interface for programs."""
        asked = self.ask.parameters() | {"by": ",".join(self.ask.question.by), "period": None, "as_of": None}
        return address("/api/v1/progress", **(dict(self.ask.question.days) | asked))

    def present(self) -> str:
        """Give the address of the page as known now."""
        return self.ask.link(as_known_at=None)

    def rows(self, first: int) -> str:
        """Give the address of another part of the table."""
        return self.ask.link(rows_from=first or None)

    def stock(self) -> str:
        """Give the address of what is left at the end of the period."""
        asked = self.ask.parameters()
        as_of = min(self.ask.period.end, self.ask.today)
        return address("/stock", as_of=as_of, view=asked["view"], as_known_at=asked["as_known_at"])

    def plans(self) -> str:
        """Give the address of tasks and phases against their plans."""
        return address("/tasks", as_known_at=self.ask.parameters()["as_known_at"])

    # --- lines of the table ---------------------------------------------------------------------------------------

    def value(self, line: Line, number: int) -> str:
        """Give the address of the figures narrowed to one value of a line; none for what narrows no question."""
        dimension, value = self.ask.by[number], line.key[number]
        others = [other for other in self.ask.by if other is not dimension]
        if value is None:
            return ""
        if name := NARROWED.get(dimension):
            by = others or [NEXT.get(dimension, Dimension.DISTRICT)]
            return self.ask.link(**{name: value, "by": ",".join(by)})
        if dimension is Dimension.PROJECT_PHASE:
            return address("/tasks", project_phase=value, as_known_at=self.ask.parameters()["as_known_at"])
        if dimension is Dimension.TASK:
            return self.records(line, "")
        return "" if others else self.ask.link(by=f"{dimension},{Dimension.TASK}")

    def records(self, line: Line, column: str) -> str:
        """Give the address of the records on the map that make up a figure; none where the map cannot ask the same."""
        asked = self.ask.question
        told = dict(zip(self.ask.by, line.key, strict=False))
        is_same = asked.account is Account.OPERATIONAL and not asked.view and None not in told.values()
        narrowed_to = (self.ask.choice.district, self.ask.choice.method, self.ask.choice.organisation)
        is_same = is_same and "," not in "".join((*narrowed_to, self.ask.choice.project))
        if not is_same or column == WITHOUT_GEOMETRY or not set(told) <= ON_MAP.keys() | TIMES.keys():
            return ""
        method = "" if column in {"", RELEASED} else column.removesuffix("_ha")
        narrowed = {ON_MAP[name]: value for name, value in told.items() if name in ON_MAP}
        chosen = self._days(told)
        known = self.ask.parameters()
        kept = {"method": method or known["method"]}
        kept |= {name: known[name] for name in ("district", "organisation", "project")} | narrowed
        span = {"from": chosen.start, "to": min(chosen.end, max(self.ask.today, chosen.start))}
        return address("/map", **span, **kept, as_known_at=known["as_known_at"])

    def _days(self, told: Mapping[Dimension, str | None]) -> Period:
        """Give the days of a line: those of its periods that lie in the chosen one."""
        start, end = self.ask.period.start, self.ask.period.end
        for dimension in TIMES.keys() & told.keys():
            one = period(str(told[dimension]))
            start, end = max(start, one.start), min(end, one.end)
        return days(start, end)
