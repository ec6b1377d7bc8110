"""Where the records behind a figure are opened: addresses of the application, the same in every edition."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack
from urllib.parse import quote, urlencode
from uuid import UUID

from gis.aggregates import ItemGroup
from gis.codelists import Account, EoCategory, HazardClass, ReleaseMethod
from gis.periods import Period
from gis.treaties import TreatyView
from service.figures.lots import Event
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
        period: Period | None = None,
    ) -> str:
        """Give where the releases of the period are listed, of methods, a district or an organisation."""
        days = period or self.period
        asked = {
            "as_of": self._until(days),
            "as_known_at": self.as_known_at.isoformat(),
            "from": days.start,
            "to": self._until(days),
            "method": method,
            **self.scope.stored,
            **{name: code for name, code in (("district", district), ("organisation", organisation)) if code},
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

    def finds(self, group: ItemGroup | None = None, **narrowed: Unpack[Narrowed]) -> str:
        """Give where the items found in the period are listed, whatever became of them."""
        return self.items(group, **(Narrowed(event=Event.FOUND) | narrowed))

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

    def without_outline(self, *, district: str | None = None, period: Period | None = None) -> str | None:
        """Give where the releases are listed that have no outline; nowhere of a project."""
        if self.scope.kind is ScopeKind.PROJECT:
            return None
        days = period or self.period
        told = {"from": days.start, "to": self._until(days), "figure": "release_geometry_pct"}
        return "/quality/records?" + urlencode(self._days | told | ({"district": district} if district else {}))

    def open_issues(self, **asked: str) -> str:
        """Give where open errors and warnings are listed, of a rule, an organisation, an age."""
        return "/quality/issues?" + urlencode(self._days | asked)

    @property
    def _days(self) -> dict[str, object]:
        known = {"as_known_at": self.as_known_at.isoformat()}
        return {"from": self.period.start, "to": self._until(self.period), **known, **self.scope.stored}

    def balance(self, by: StockDimension, account: Account, view: TreatyView | None = None) -> str:
        """Give where the contamination balance of the period is told by districts or classes."""
        return "/balance?" + self._of_account(by, account, view)

    def progress(self, by: Dimension, account: Account, view: TreatyView | None = None) -> str:
        """Give where the ground released in the period is told by districts, or by what else."""
        return "/progress?" + self._of_account(by, account, view)

    def classes(self, account: Account, method: ReleaseMethod | None = None) -> str | None:
        """Give where the ground released is told by contamination class; nowhere of an organisation or a project."""
        if not self.scope.has_stock:
            return None
        narrowed = {**({"method": method.value} if method else {}), **self.scope.stored}
        return "&".join(filter(None, (self.progress(Dimension.CONTAMINATION_CLASS, account), urlencode(narrowed))))

    def _of_account(self, by: StockDimension | Dimension, account: Account, view: TreatyView | None) -> str:
        known = {"as_known_at": self.as_known_at.isoformat()} | ({"view": view.value} if view else {})
        return urlencode(
            {"from": self.period.start, "to": self._until(self.period), "by": by, "account": account} | known
        )

    def stock(self, as_of: date, account: Account, view: TreatyView | None = None) -> str:
        """Give where what remains at the end of a day is told."""
        known = {"as_known_at": self.as_known_at.isoformat()} | ({"view": view.value} if view else {})
        return "/stock?" + urlencode({"as_of": as_of, "account": account} | known)
