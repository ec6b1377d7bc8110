"""Reports on longer periods (domain.md 10.3), and on any days.

They are the weekly bulletin of a longer period: everything in them comes from the days of that period, nothing from
weeks. Beside it they tell the certified account, what the work yielded, and what quality control found.
"""

from dataclasses import replace

from gis.codelists import ReportKind
from gis.periods import PeriodUnit
from service.reports.declared import Kind, Say, phrase
from service.reports.kinds.weekly import CITED, RECORDS, RELEASED, STOCK, WEEKLY
from service.reports.parts.accounts import ACCOUNTS
from service.reports.parts.balance import BALANCE_BY_DISTRICT
from service.reports.parts.costs import COSTS
from service.reports.parts.key_figures import KEY_FIGURES
from service.reports.parts.productivity import PRODUCTIVITY
from service.reports.parts.quality import QUALITY
from service.reports.parts.quality_control import QUALITY_CONTROL
from service.reports.parts.series import COURSE

PARTS = (
    KEY_FIGURES,
    ACCOUNTS,
    *RELEASED,
    replace(COURSE, is_laid_out=True),
    PRODUCTIVITY,
    COSTS,
    QUALITY_CONTROL,
    *RECORDS,
    *STOCK,
    QUALITY,
    *CITED,
    replace(BALANCE_BY_DISTRICT, needs_rows=True),
)


def _periodic(code: ReportKind, title: Say, *units: PeriodUnit) -> Kind:
    return replace(WEEKLY, code=code, title=title, units=units, parts=PARTS)


MONTHLY = _periodic(ReportKind.MONTHLY, phrase("Monthly report of land release"), PeriodUnit.MONTH)
QUARTERLY = _periodic(ReportKind.QUARTERLY, phrase("Quarterly report of land release"), PeriodUnit.QUARTER)
ANNUAL = _periodic(ReportKind.ANNUAL, phrase("Annual report of land release"), PeriodUnit.YEAR)
ANY_DAYS = _periodic(ReportKind.PERIOD, phrase("Report of land release"), *PeriodUnit)
"""Its title names no unit, for its period can be any."""
