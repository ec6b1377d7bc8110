"""Where the records behind a figure are opened: addresses of the application, the same in every edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack
from urllib.parse import quote, urlencode
from uuid import UUID

from gis.aggregates import ItemGroup
from gis.codelists import Account, EoCategory, HazardClass, ReportKind
from gis.periods import Period
from gis.treaties import TreatyView
from service.figures.lots import Event
from service.figures.releases import Told
from service.progress.questions import Dimension, StockDimension
from service.reports.scope import Scope, ScopeKind


class Narrowed(TypedDict, total=False):
    """What a list of items is narrowed to, by the names of its page."""

    event: Event
    category: EoCategory
    district: str | None
    organisation: str | None
    task: str
    model: str
    known_since: str
    is_located: str
    beside_from: date
    beside_to: date


@dataclass(frozen=True)
class Behind:
    """The records of a period, a scope and a state of knowledge; no address asks for a day after today."""

    period: Period
    scope: Scope
    as_known_at: datetime
    today: date

    def releases(
        self,
        method: str | None = None,
        *,
        district: str | None = None,
        organisation: str | None = None,
        task: str | None = None,
        period: Period | None = None,
    ) -> str:
        """Give where the releases of the period are listed, of methods, a district, an organisation or a task."""
        days = period or self.period
        narrowed = {"district": district, "organisation": organisation, "task": task}
        asked = {
            "as_of": self._until(days),
            "as_known_at": self.as_known_at.isoformat(),
            "from": days.start,
            "to": self._until(days),
            "method": method,
            **self.scope.stored,
            **{name: code for name, code in narrowed.items() if code},
        }
        return "/map?" + urlencode({name: value for name, value in asked.items() if value})

    def items(
        self, group: ItemGroup | None = None, *, period: Period | None = None, **narrowed: Unpack[Narrowed]
    ) -> str:
        """Give where the items disposed of in the period are listed, of a group or a district or what else is said."""
        days = period or self.period
        asked = {
            "from": days.start,
            "to": self._until(days),
            "group": group,
            "as_known_at": self.as_known_at.isoformat(),
            **self.scope.stored,
            **{name: value for name, value in narrowed.items() if value},
        }
        return "/items?" + urlencode({name: value for name, value in asked.items() if value})

    def finds(
        self, group: ItemGroup | None = None, *, period: Period | None = None, **narrowed: Unpack[Narrowed]
    ) -> str:
        """Give where the items found in the period are listed, whatever became of them."""
        return self.items(group, period=period, **(Narrowed(event=Event.FOUND) | narrowed))

    def _until(self, days: Period) -> date:
        return min(days.end, self.today)

    def record(self, layer: str, code: str) -> str:
        """Give where a record is opened as it was known."""
        return f"/records/{layer}/{quote(code, safe='')}?" + urlencode({"as_known_at": self.as_known_at.isoformat()})

    def hazards(self, as_of: date, classification: HazardClass | None = None, *, district: str | None = None) -> str:
        """Give where the hazardous areas that stand at the end of a day are listed, of a class or a district."""
        asked = {
            "layer": "hazardous_areas",
            "as_of": as_of,
            "as_known_at": self.as_known_at.isoformat(),
            "classification": classification,
            **self.scope.stored,
            **({"district": district} if district else {}),
        }
        return "/map?" + urlencode({name: value for name, value in asked.items() if value})

    def published(self, figure_id: UUID) -> str:
        """Give where a published figure stands with its source, as it was known: it may be corrected or withdrawn."""
        return f"/published?{urlencode({'as_known_at': self.as_known_at.isoformat()})}#f-{figure_id}"

    def quality(self, figure: str, *, organisation: str | None = None) -> str:
        """Give where the records are listed that a figure of data quality is told of, or that are missing from it."""
        asked = self._days | {"figure": figure} | ({"organisation": organisation} if organisation else {})
        return "/quality/records?" + urlencode(asked)

    def without_outline(self, *, district: str | None = None, period: Period | None = None) -> str:
        """Give where the releases are listed that have no outline, of a project where they are told by task."""
        days = period or self.period
        if self.scope.kind is ScopeKind.PROJECT:
            return self.progress(Dimension.TASK, Account.OPERATIONAL, period=days)
        told = {"from": days.start, "to": self._until(days), "figure": "release_geometry_pct"}
        return "/quality/records?" + urlencode(self._days | told | ({"district": district} if district else {}))

    def open_issues(self, **asked: str) -> str:
        """Give where open errors and warnings are listed, of a rule, an organisation, an age."""
        return "/quality/issues?" + urlencode(self._days | asked)

    @property
    def _known(self) -> dict[str, object]:
        return {"as_known_at": self.as_known_at.isoformat(), **self.scope.stored}

    @property
    def _days(self) -> dict[str, object]:
        return {"from": self.period.start, "to": self._until(self.period), **self._known}

    def balance(self, by: StockDimension, account: Account, view: TreatyView | None = None) -> str:
        """Give where the contamination balance of the period is told by districts or classes."""
        return "/balance?" + urlencode(self._days_of_account(account) | {"by": by} | _said({"view": view}))

    def progress(self, by: Dimension, account: Account, *, period: Period | None = None, **asked: str | None) -> str:
        """Give where the ground released in the period is told by districts, or by what else, of some or everybody."""
        told = self._days_of_account(account, period) | _said(asked) | {"by": by}
        return "/progress?" + urlencode(told)

    def beside(self, account: Account, methods: str | None = None) -> str:
        """Give where the ground of the period stands beside the one before and the same of the year before."""
        asked = {
            "period": self.period.label,
            "by": Dimension.METHOD,
            "account": account,
            "method": methods,
            "as_of": self.today if self.today <= self.period.end else None,
            **self._known,
        }
        return "/progress?" + urlencode({name: value for name, value in asked.items() if value}) + "#compared"

    def _days_of_account(self, account: Account, period: Period | None = None) -> dict[str, object]:
        days = period or self.period
        return {"from": days.start, "to": self._until(days), "account": account} | self._known

    def stock(self, as_of: date, account: Account, view: TreatyView | None = None) -> str:
        """Give where what remains at the end of a day is told."""
        return "/stock?" + urlencode({"as_of": as_of, "account": account} | self._known | _said({"view": view}))

    def areas(self, **asked: str | None) -> str:
        """Give where the hazardous areas are listed that stand at the end of the period, or became what is asked."""
        return "/stock/areas?" + urlencode(self._days | _said(asked))

    def work(self, by: str) -> str:
        """Give where the districts or organisations with work in the period are told, each with its records."""
        return "/work?" + urlencode(self._days | {"by": by})

    def lots(self, told: Told, *, period: Period | None = None, **asked: str | None) -> str:
        """Give where the releases of the period are listed with what each adds to a figure."""
        days = period or self.period
        narrowed = {"from": days.start, "to": self._until(days), "told": told}
        return "/releases?" + urlencode(self._days | narrowed | _said(asked))

    def footprint(self, as_of: date, account: Account) -> str:
        """Give what the footprint of cluster munitions is told with: nobody recorded it, so that no list has it."""
        known = {"as_known_at": self.as_known_at.isoformat()}
        return "/api/v1/cmr-footprint?" + urlencode({"as_of": as_of, "account": account} | known)

    def phases(self, as_of: date, phase: str) -> str:
        """Give where a phase of a project stands beside its plan and its money."""
        asked = {"as_of": as_of, "as_known_at": self.as_known_at.isoformat(), "project_phase": phase}
        return "/tasks?" + urlencode(asked)

    def uploads(self, moved: str) -> str:
        """Give where the uploads are listed that came in, were approved or sent back on the day, or wait."""
        return "/uploads?" + urlencode({"on": self.period.start, "moved": moved} | self._known)

    def review(self, *, district: str | None = None) -> str:
        """Give where the uploads that wait are listed, of a district or of the scope; `-` is no district."""
        scope = {name: code for name, code in self.scope.stored.items() if name != ScopeKind.PROJECT}
        asked = scope | ({"district": district} if district else {})
        return f"/review?{urlencode(asked)}" if asked else "/review"

    def report(self, kind: ReportKind) -> str:
        """Give where the report itself is, whose tables list one by one what stands alone in it as a number."""
        return f"/reports/{kind}/{self.period.label}?" + urlencode(self._known)


def _said(asked: Mapping[str, str | None]) -> dict[str, str]:
    """Leave out what is not asked for."""
    return {name: value for name, value in asked.items() if value}
