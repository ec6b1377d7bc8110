"""When a report is made, in words."""

from babel.dates import get_day_names

from gis.codelists import Language
from gis.language import translator
from gis.periods import PeriodUnit
from gis.text import capitalised_text, lower_text, number_text
from service.schedules.due import Rule

DAYS_OF_WEEK = 7


def sentence(text: str) -> str:
    """Mark a sentence that is stored in English beside what others said, and told in the reader's language."""
    return text


def when_text(rule: Rule, language: Language) -> str:
    """Say when a report is made.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> rule = Rule(unit=PeriodUnit.WEEK, days_after=1, local_time=time(8), zone=ZoneInfo("Asia/Baku"))
    >>> when_text(rule, "en"), when_text(rule, "az")
    ('Every Monday, 08:00 (Asia/Baku)', 'Hər bazar ertəsi, 08:00 (Asia/Baku)')
    """
    clock = f"{rule.local_time:%H:%M} ({rule.zone.key})"
    return f"{_days(rule, language)}, {clock}"


def day_words(unit: PeriodUnit, days_after: int, language: Language) -> str:
    """Say on which day after a period its report is made, as one of several to choose from.

    >>> day_words(PeriodUnit.WEEK, 3, "en"), day_words(PeriodUnit.MONTH, 5, "en")
    ('Wednesday', '5 days after the last day')
    """
    _ = translator(language)
    if unit is PeriodUnit.WEEK and days_after <= DAYS_OF_WEEK:
        return capitalised_text(str(get_day_names(locale=language)[days_after - 1]), language)
    if days_after == 1:
        return _("The day after")
    return _("{count} days after the last day").format(count=number_text(days_after, language))


def _days(rule: Rule, language: Language) -> str:
    _ = translator(language)
    if rule.unit is PeriodUnit.WEEK and rule.days_after <= DAYS_OF_WEEK:
        return _("Every {weekday}").format(weekday=get_day_names(locale=language)[rule.days_after - 1])
    if rule.unit is PeriodUnit.DAY and rule.days_after == 1:
        return _("Every day for the day before")
    each = {
        PeriodUnit.DAY: _("Each day"),
        PeriodUnit.WEEK: _("Each week"),
        PeriodUnit.MONTH: _("Each month"),
        PeriodUnit.QUARTER: _("Each quarter"),
        PeriodUnit.YEAR: _("Each year"),
    }
    return f"{each[rule.unit]}, {lower_text(day_words(rule.unit, rule.days_after, language), language)}"
