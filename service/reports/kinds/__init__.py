"""The kinds of reports: what each is declared by."""

from collections.abc import Mapping
from types import MappingProxyType

from gis.codelists import ReportKind
from service.reports.declared import Kind
from service.reports.kinds.balance import BALANCE
from service.reports.kinds.daily import DAILY
from service.reports.kinds.data_quality import DATA_QUALITY
from service.reports.kinds.periodic import ANNUAL, ANY_DAYS, MONTHLY, QUARTERLY
from service.reports.kinds.treaty import TREATY
from service.reports.kinds.weekly import WEEKLY

KINDS: Mapping[ReportKind, Kind] = MappingProxyType(
    {kind.code: kind for kind in (DAILY, WEEKLY, MONTHLY, QUARTERLY, ANNUAL, ANY_DAYS, BALANCE, TREATY, DATA_QUALITY)}
)
