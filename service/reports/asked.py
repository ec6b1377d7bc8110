"""What was asked for: a kind, a period and a scope, as people write them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from gis.codelists import ReportKind
from gis.language import LANGUAGES, translator
from gis.periods import LAST_WEEKS_DAY, MONTHS_OF_YEAR, YEARS, Period, PeriodUnit, week_of
from gis.periods import period as period_of_label
from gis.text import date_text
from service.problems import WrongParameter
from service.reports import queries
from service.reports.content import Words
from service.reports.declared import Kind
from service.reports.kinds import KINDS
from service.reports.scope import Scope
from service.settings import Settings

FORMS: Mapping[PeriodUnit, Words] = MappingProxyType(
    {
        PeriodUnit.DAY: Words(en="a day (2025-10-19)", az="gün (2025-10-19)"),
        PeriodUnit.WEEK: Words(en="a week (2025-W43)", az="həftə (2025-W43)"),
        PeriodUnit.MONTH: Words(en="a month (2025-10)", az="ay (2025-10)"),
        PeriodUnit.QUARTER: Words(en="a quarter (2025-Q4)", az="rüb (2025-Q4)"),
        PeriodUnit.YEAR: Words(en="a year (2025)", az="il (2025)"),
        PeriodUnit.DAYS: Words(en="any days (2025-10-01..2025-10-19)", az="istənilən günlər (2025-10-01..2025-10-19)"),
    }
)
"""What a period can be, and how it is written."""
WEEK = re.compile(r"(\d{4})-W(\d{2})")


def report_kind(kind: str) -> ReportKind:
    """Give the kind of a name.

    Raises
    ------
    WrongParameter
        If no report is called so.
    """
    allowed = [member.value for member in KINDS]
    if kind not in allowed:
        raise WrongParameter(
            f"There is no report of the kind “{kind}”. Allowed: {', '.join(allowed)}.",
            f"“{kind}” adlı hesabat növü yoxdur. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="kind",
            allowed=allowed,
        )
    return ReportKind(kind)


def report_period(label: str, kind: Kind, settings: Settings) -> Period:
    """Give the period of a label, on which there can be a report of a kind.

    Raises
    ------
    WrongParameter
        If it is no period, not one that the kind is made for, or lies before reports begin.
    """
    try:
        period = period_of_label(label)
    except ValueError as error:
        raise _no_period(label, kind) from error
    if period.unit not in kind.units:
        forms = forms_of(kind)
        raise WrongParameter(
            f"A report of the kind “{kind.code}” is made for {forms.en}; “{label}” is none. Nothing was stored.",
            f"“{kind.code}” növlü hesabat bunun üçün hazırlanır: {forms.az}; “{label}” belə deyil. Heç nə "
            "saxlanılmadı.",
            parameter="period",
        )
    origin = settings.cumulative_origin
    if period.start <= origin:
        raise WrongParameter(
            f"{label} begins on {date_text(period.start, 'en')}. Reports begin after {date_text(origin, 'en')}, with "
            "which cumulative figures start. Nothing was stored.",
            f"{label} {date_text(period.start, 'az')} tarixində başlayır. Hesabatlar yekun rəqəmlərin başlandığı "
            f"{date_text(origin, 'az')} tarixindən sonra başlayır. Heç nə saxlanılmadı.",
            parameter="period",
        )
    return period


def forms_of(kind: Kind) -> Words:
    """Give what a kind of report is made for, as people write it."""
    return Words(
        en=" or ".join(FORMS[unit].en for unit in kind.units),
        az=" və ya ".join(FORMS[unit].az for unit in kind.units),
    )


def require_begun(period: Period, today: date) -> None:
    """Pass silently unless a period lies in the future.

    Raises
    ------
    WrongParameter
        If it does.
    """
    if period.start > today:
        raise WrongParameter(
            f"{period.label} begins on {date_text(period.start, 'en')}; on {date_text(today, 'en')} nothing of it was "
            "known. Choose a period that has begun. Nothing was stored.",
            f"{period.label} {date_text(period.start, 'az')} tarixində başlayır; {date_text(today, 'az')} tarixində "
            "onun haqqında heç nə məlum deyildi. Başlamış dövr seçin. Heç nə saxlanılmadı.",
            parameter="period",
        )


def _no_period(label: str, kind: Kind) -> WrongParameter:
    week = WEEK.fullmatch(label.strip())
    year = int(week[1]) if week else 0
    if year in YEARS:
        last = week_of(date(year, MONTHS_OF_YEAR, LAST_WEEKS_DAY)).label
        return WrongParameter(
            f"There is no week {label}: the last of {year} is {last}. Nothing was stored.",
            f"{label} həftəsi yoxdur: {year}-ci ilin sonuncu həftəsi: {last}. Heç nə saxlanılmadı.",
            parameter="period",
        )
    forms = forms_of(kind)
    return WrongParameter(
        f"“{label}” is not a period. Write {forms.en}. Nothing was stored.",
        f"“{label}” dövr deyil. Belə yazın: {forms.az}. Heç nə saxlanılmadı.",
        parameter="period",
    )


def named(session: Session, scope: Scope, kind: Kind, *, at: datetime) -> Scope:
    """Give a scope with the name that it had at an instant.

    Raises
    ------
    WrongParameter
        If the kind is not made for such a scope, or nothing has its code.
    """
    if scope.kind not in kind.scopes:
        allowed = ", ".join(kind.scopes)
        en, az = (translator(language)(kind.why_no_other) if kind.why_no_other else "" for language in LANGUAGES)
        raise WrongParameter(
            f"A report of the kind “{kind.code}” is made for: {allowed}. {en} Nothing was stored.",
            f"“{kind.code}” növlü hesabat bunlar üçün hazırlanır: {allowed}. {az} Heç nə saxlanılmadı.",
            parameter="scope",
        )
    if scope.code is None:
        return scope
    names = queries.names_of(session, scope.kind, at)
    if scope.code not in names:
        raise WrongParameter(
            f"No {scope.kind} has the code “{scope.code}”. Allowed: {', '.join(names)}.",
            f"“{scope.code}” kodu tanınmır. İcazə verilənlər: {', '.join(names)}.",
            parameter=scope.kind.value,
            allowed=list(names),
        )
    name = names[scope.code]
    return replace(scope, name_en=name.en, name_az=name.az)
