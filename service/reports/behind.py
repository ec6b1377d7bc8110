"""Where the records behind a figure are opened: addresses of the application, the same in every edition."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from gis.codelists import Account, HazardClass, ReleaseMethod
from gis.periods import Period
from service.progress.questions import StockDimension
from service.reports.scope import Scope


@dataclass(frozen=True)
class Behind:
    """The records of a period, a scope and a state of knowledge."""

    period: Period
    scope: Scope
    as_known_at: datetime

    def releases(
        self,
        method: ReleaseMethod | None = None,
        *,
        district: str | None = None,
        organisation: str | None = None,
        period: Period | None = None,
    ) -> str:
        """Give where the releases of the period are listed, of a method, a district or an organisation."""
        days = period or self.period
        asked = {
            "as_of": days.end,
            "as_known_at": self.as_known_at.isoformat(),
            "from": days.start,
            "to": days.end,
            "method": method,
            **self.scope.stored,
            **{name: code for name, code in (("district", district), ("organisation", organisation)) if code},
        }
        return "/map?" + urlencode({name: value for name, value in asked.items() if value})

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

    def quality(self, figure: str, *, organisation: str | None = None) -> str:
        """Give where the records are listed that a figure of data quality is told of, or that are missing from it."""
        asked = self._days | {"figure": figure} | ({"organisation": organisation} if organisation else {})
        return "/quality/records?" + urlencode(asked)

    def open_issues(self, **asked: str) -> str:
        """Give where open errors and warnings are listed, of a rule, an organisation, an age."""
        return "/quality/issues?" + urlencode(self._days | asked)

    @property
    def _days(self) -> dict[str, object]:
        known = {"as_known_at": self.as_known_at.isoformat()}
        return {"from": self.period.start, "to": self.period.end, **known, **self.scope.stored}

    def balance(self, by: StockDimension, account: Account) -> str:
        """Give where the contamination balance of the period is told by districts or classes."""
        asked = {
            "from": self.period.start,
            "to": self.period.end,
            "by": by,
            "account": account,
            "as_known_at": self.as_known_at.isoformat(),
        }
        return "/balance?" + urlencode(asked)
