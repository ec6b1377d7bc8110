"""Dates in every form that files have them, and what is either true or false."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from gis.layers.layer import Field
from gis.values.fault import Coerced, Fault, shown

BAKU: Final = ZoneInfo("Asia/Baku")
TRUTHS: Final = {"true": True, "yes": True, "1": True, "bəli": True, "hə": True,
                 "false": False, "no": False, "0": False, "xeyr": False, "yox": False}  # fmt: skip
DateForm = Literal[
    "iso", "instant", "dotted", "day_first", "month_first", "slashes", "year_first", "words", "compact", "serial",
    "epoch",
]  # fmt: skip
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")
MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?$")
"""A time of day that says nothing: how tables write a mere date."""
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})")
YEAR_FIRST = re.compile(r"([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})")
SLASHED = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
WORDED = re.compile(r"([0-9]{1,2})[ .-]([^\W\d_]{3,})[ .,-]+([0-9]{4})(?:[- ]?c[iıuü] il)?")
NUMERIC = re.compile(r"-?[0-9]{5,13}(?:[.,][0-9]+)?")
MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    )
    for number, name in enumerate(names.split(), 1)
}
MONTH_COUNT: Final = 12
SERIALS: Final = (20_000, 80_000)
"""Days since 1899-12-30, the dates of spreadsheets, from 1954 to 2119."""
COMPACT: Final = (19_000_101, 21_001_231)
EPOCH_MS: Final = (10**11, 4 * 10**12)
"""Milliseconds since 1970, the dates of ArcGIS: smaller ones could be anything but for negative ones, before 1970."""


@dataclass(frozen=True)
class Day:
    """A day as a file writes it.

    Attributes
    ----------
    form
        How it is written; `slashes` leaves open what stands first.
    other
        What it is if month and day are the other way round: then nobody can tell.
    """

    on: date
    form: DateForm
    other: date | None = None


def day_of(raw: object) -> Day | None:
    """Give the day that a value means, None when it is none.

    >>> day_of("20.10.2025"), day_of(45950)
    (Day(on=datetime.date(2025, 10, 20), form='dotted', other=None), \
Day(on=datetime.date(2025, 10, 20), form='serial', other=None))
    >>> day_of("05/06/2025").other
    datetime.date(2025, 5, 6)
    """
    try:
        if isinstance(raw, date):
            return _day_of_date(raw)
        if isinstance(raw, str):
            return _day_of_text(raw.strip())
        return _day_of_number(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else None
    except (ValueError, OverflowError):
        return None


def _day_of_date(raw: date) -> Day:
    if not isinstance(raw, datetime):
        return Day(raw, "iso")
    return Day((raw.astimezone(BAKU) if raw.tzinfo else raw).date(), "instant" if raw.tzinfo else "iso")


def _day_of_text(text: str) -> Day | None:
    text = MIDNIGHT.sub("", text)
    for pattern, read in TEXTS:
        if match := pattern.fullmatch(text):
            return read(match)
    return None


def _instant(match: re.Match[str]) -> Day:
    at = datetime.fromisoformat(match[0])
    return Day((at.astimezone(BAKU) if at.tzinfo else at).date(), "instant")


def _worded(match: re.Match[str]) -> Day | None:
    month = MONTHS.get(match[2].casefold().replace("i\u0307", "i"))
    return Day(_date(match[3], month, match[1]), "words") if month else None


def _either_order(year: str, first: str, second: str) -> Day:
    """Read a date of which day or month stands first."""
    if int(first) > MONTH_COUNT:
        return Day(_date(year, second, first), "day_first")
    if int(second) > MONTH_COUNT:
        return Day(_date(year, first, second), "month_first")
    other = _date(year, first, second) if int(first) != int(second) else None
    return Day(_date(year, second, first), "slashes", other=other)


def _date(year: str, month: str | int, day: str) -> date:
    full = int(year) + 2000 if len(year) == 2 else int(year)  # noqa: PLR2004 - a year without its century
    return date(full, int(month), int(day))


def _day_of_number(number: float) -> Day | None:
    if SERIALS[0] <= number <= SERIALS[1]:
        return Day(date(1899, 12, 30) + timedelta(days=int(number)), "serial")
    if COMPACT[0] <= number <= COMPACT[1] and number == int(number):
        digits = str(int(number))
        return Day(_date(digits[:4], digits[4:6], digits[6:]), "compact")
    if EPOCH_MS[0] <= number <= EPOCH_MS[1] or -EPOCH_MS[1] <= number < 0:
        at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=number)
        return Day(at.astimezone(BAKU).date(), "epoch")
    return None


TEXTS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day | None]], ...]] = (
    (ISO_DATE, lambda match: Day(date.fromisoformat(match[0]), "iso")),
    (INSTANT, _instant),
    (DOTTED, lambda match: Day(_date(match[3], match[2], match[1]), "dotted")),
    (YEAR_FIRST, lambda match: Day(_date(match[1], match[3], match[4]), "year_first")),
    (SLASHED, lambda match: _either_order(match[4], match[1], match[3])),
    (WORDED, _worded),
    (NUMERIC, lambda match: _day_of_number(float(match[0].replace(",", ".")))),
)
"""How texts that are dates look."""


def read_date(_field: Field, raw: object) -> Coerced:
    """Read a local day in any form that leaves no doubt; an instant is the day it is in Baku."""
    day = day_of(raw)
    if day is None:
        return None, Fault("date-unreadable", {"value": shown(raw)})
    if day.other:
        values = {"value": shown(raw), "one_on": day.on.isoformat(), "other_on": day.other.isoformat()}
        return None, Fault("date-ambiguous", {**values})
    return day.on, None


def read_truth(_field: Field, raw: object) -> Coerced:
    """Read true or false, also as words and as 1 and 0."""
    text = str(int(raw)) if isinstance(raw, bool | float) and raw in {0, 1} else str(raw).strip().casefold()
    if text in TRUTHS and not isinstance(raw, list | dict):
        return TRUTHS[text], None
    return None, Fault("boolean-unreadable", {"value": shown(raw)})
