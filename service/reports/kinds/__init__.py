"""The kinds of reports: what each is declared by."""

from collections.abc import Mapping
from types import MappingProxyType

from gis.codelists import ReportKind
from service.reports.declared import Kind
from service.reports.kinds.weekly import WEEKLY

KINDS: Mapping[ReportKind, Kind] = MappingProxyType({kind.code: kind for kind in (WEEKLY,)})
