"""Periods as people read them: in a sentence, and below a column of a chart."""

from datetime import date

from babel.dates import format_date

from gis.codelists import Language
from gis.language import translator
from gis.periods import Period, PeriodUnit
from gis.text import capitalised_text, period_text


def period_name(period: Period, language: Language) -> str:
    """Give what a period is called; a week with its days, for its number alone says little to most readers.

    >>> from gis.periods import period as of
    >>> [period_name(of(label), "en") for label in ("2025-W43", "2025-10", "2025-Q4", "2025")]
    ['Week 43, 20–26 October 2025', 'October 2025', 'October–December 2025', '2025']
    >>> [period_name(of(label), "az") for label in ("2025-W43", "2025-10", "2025-Q4")]
    ['Həftə 43, 20.10.2025–26.10.2025', 'Oktyabr 2025', 'Oktyabr–dekabr 2025']
    """
    match period.unit:
        case PeriodUnit.WEEK:
            words = translator(language)("Week {number}, {days}")
            days = period_text(period.start, period.end, language)
            return words.format(number=period.start.isocalendar().week, days=days)
        case PeriodUnit.MONTH:
            return capitalised_text(f"{_month(period.start, language)} {period.start.year}", language)
        case PeriodUnit.QUARTER:
            months = f"{_month(period.start, language)}–{_month(period.end, language)}"
            return capitalised_text(f"{months} {period.start.year}", language)
        case PeriodUnit.YEAR:
            return str(period.start.year)
        case PeriodUnit.DAY | PeriodUnit.DAYS:
            return period_text(period.start, period.end, language)


def period_marks(period: Period, language: Language) -> tuple[str, str]:
    """Give the two short lines that stand below a column of a chart; the second says the year but for weeks.

    >>> from gis.periods import period as of
    >>> [period_marks(of(label), "en") for label in ("2025-W43", "2025-10", "2025-Q4", "2025", "2025-10-19")]
    [('W43', '20 Oct'), ('Oct', '2025'), ('Q4', '2025'), ('2025', ''), ('19 Oct', '2025')]
    """
    year = str(period.start.year)
    match period.unit:
        case PeriodUnit.WEEK:
            return period.label[5:], _short_day(period.start, language)
        case PeriodUnit.MONTH:
            return format_date(period.start, "LLL", locale=language), year
        case PeriodUnit.QUARTER:
            return period.label[5:], year
        case PeriodUnit.YEAR:
            return year, ""
        case PeriodUnit.DAY | PeriodUnit.DAYS:
            return _short_day(period.start, language), year


def _month(day: date, language: Language) -> str:
    return format_date(day, "LLLL", locale=language)


def _short_day(day: date, language: Language) -> str:
    return f"{day:%d.%m}" if language == "az" else format_date(day, "d MMM", locale=language)
