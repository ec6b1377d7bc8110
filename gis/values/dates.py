"""Dates, and what is either true or false."""

import re
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from gis.layers.layer import Field
from gis.values.fault import Coerced, Fault, shown

BAKU: Final = ZoneInfo("Asia/Baku")
TRUTHS: Final = {"true": True, "yes": True, "1": True, "bəli": True, "hə": True,
                 "false": False, "no": False, "0": False, "xeyr": False, "yox": False}  # fmt: skip
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")
OTHER_DATES: Final = ("%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%Y%m%d", "%d.%m.%y", "%d %B %Y", "%d %b %Y")
EPOCH_MS: Final = range(10**11, 10**13)
"""Numbers that look like milliseconds since 1970, the dates of some GIS exports."""


def read_date(_field: Field, raw: object) -> Coerced:
    """Read a local day; an instant is taken as the day it is in Baku, and told."""
    text = raw.strip() if isinstance(raw, str) else str(raw)
    if isinstance(raw, str) and ISO_DATE.fullmatch(text):
        return _iso_date(text)
    if isinstance(raw, str) and INSTANT.fullmatch(text) and (day := _day_of_instant(text)):
        return day, Fault("date-from-instant", {"value": shown(text), "read_on": day.isoformat()})
    if likely := _likely_date(raw, text):
        return None, Fault("date-in-another-form", {"value": shown(text), "iso": likely.isoformat()})
    return None, Fault("date-unreadable", {"value": shown(text)})


def _iso_date(text: str) -> Coerced:
    try:
        return date.fromisoformat(text), None
    except ValueError:
        return None, Fault("date-unreadable", {"value": text})


def _day_of_instant(text: str) -> date | None:
    try:
        at = datetime.fromisoformat(text)
        return (at.astimezone(BAKU) if at.tzinfo else at).date()
    except (ValueError, OverflowError):
        return None


def _likely_date(raw: object, text: str) -> date | None:
    """Guess what another way of writing a date means."""
    if isinstance(raw, int) and not isinstance(raw, bool) and raw in EPOCH_MS:
        return (datetime.fromtimestamp(0, BAKU) + timedelta(milliseconds=raw)).date()
    for form in OTHER_DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=BAKU).date()
        except ValueError:
            continue
    return None


def read_truth(_field: Field, raw: object) -> Coerced:
    """Read true or false, also as words and as 1 and 0."""
    text = str(int(raw)) if isinstance(raw, bool | float) and raw in {0, 1} else str(raw).strip().casefold()
    if text in TRUTHS and not isinstance(raw, list | dict):
        return TRUTHS[text], None
    return None, Fault("boolean-unreadable", {"value": shown(raw)})
