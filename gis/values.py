"""From the values of a file to a layer's typed values, or to what is wrong with them."""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from typing import Final
from zoneinfo import ZoneInfo

from gis.codelists import Codelist
from gis.layers.layer import Field, Kind
from gis.text import fold

CODE_LENGTH: Final = 100
TEXT_LENGTH: Final = 10_000
SHOWN_LENGTH: Final = 60
LARGEST: Final = {Kind.INTEGER: 2**31 - 1, Kind.NUMBER: 1e12}
"""The bounds of numbers that have none of their own: what a column takes, and a hundred times the land of Earth."""
BAKU: Final = ZoneInfo("Asia/Baku")
TRUTHS: Final = {"true": True, "yes": True, "1": True, "bəli": True, "hə": True,
                 "false": False, "no": False, "0": False, "xeyr": False, "yox": False}  # fmt: skip

Value = str | int | float | bool | date | list[str] | None


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value: an issue that knows nothing yet of its feature."""

    kind: str
    values: dict[str, str | float | int | None]


Coerced = tuple[Value, Fault | None]
Column = tuple[list[Value], list[tuple[int, Fault]]]


def coerce_column(field: Field, raws: Sequence[object]) -> Column:
    """Give a field's typed values, None where missing or unusable, and the faults by position.

    Equal values are worked out once: a column of a hundred thousand dates holds a few hundred.
    """
    if not any(raw is not None for raw in raws):
        default, fault = _missing(field)
        return [default] * len(raws), [(position, fault) for position in range(len(raws))] if fault else []
    coerce = partial(COERCERS[field.kind], field)
    remembered = lru_cache(maxsize=10_000, typed=True)(coerce)
    values: list[Value] = []
    faults = []
    for position, raw in enumerate(raws):
        worked_out = coerce if isinstance(raw, list | dict) else remembered
        value, fault = _missing(field) if _is_blank(raw) else worked_out(raw)
        values.append(value)
        if fault:
            faults.append((position, fault))
    return values, faults


def _is_blank(raw: object) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


MISSING: Final = {
    "release_method": "release-method-missing",
    "contamination_types": "contamination-types-missing",
    "eo_category": "item-undescribed",
    "quantity": "item-undescribed",
}


def _missing(field: Field) -> Coerced:
    """Give what a field holds when it is left out."""
    if not field.is_required:
        return field.default, None
    kind = "date-missing" if field.kind is Kind.DATE else "field-missing"
    return None, Fault(MISSING.get(field.name, kind), {})


def _wrong_type(raw: object, expected: str) -> Coerced:
    return None, Fault("value-of-wrong-type", {"found": shown(raw), "expected": expected})


def shown(raw: object) -> str:
    """Give a value as a message can hold it: on one line, and not too long."""
    text = re.sub(r"\s+", " ", "".join(c if c.isprintable() else "�" for c in str(raw)))
    return text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 1]}…"


# --- texts and links ----------------------------------------------------------------------------------------------


def _text(field: Field, raw: object) -> Coerced:
    """Read a text; numbers count as their digits, for many programs write codes as numbers."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return _wrong_type(raw, "text")
    text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).strip()
    is_code = field.name == "code" or field.layer is not None
    limit = CODE_LENGTH if is_code else TEXT_LENGTH
    if len(text) > limit:
        return None, Fault("value-too-long", {"length_count": len(text), "limit_count": limit})
    if not text.isprintable() and any(_is_invisible(c, is_code=is_code) for c in text):
        return None, Fault("value-with-control-characters", {"value": shown(text)})
    return text, None


def _is_invisible(character: str, *, is_code: bool) -> bool:
    """Say whether a character must not stand in a text; codes may not even have line ends and joiners."""
    category = unicodedata.category(character)
    return category in {"Cc", "Cf", "Zl", "Zp"} if is_code else category == "Cc" and character not in "\n\r\t"


def _link(field: Field, raw: object) -> Coerced:
    """Read a code of another layer; a district's may carry the country, as ISO 3166-2 has it."""
    code, fault = _text(field, raw)
    return (without_country(code) if field.layer == "districts" and isinstance(code, str) else code), fault


def without_country(code: str) -> str:
    """Give a district's code as it is kept.

    >>> without_country("AZ-AGM"), without_country("AGM")
    ('AGM', 'AGM')
    """
    return code.removeprefix("AZ-")


def _several(one: Callable[[Field, object], Coerced], field: Field, raw: object) -> Coerced:
    """Read a list, or a text with commas or semicolons, keeping the first of equal members."""
    if isinstance(raw, str):
        raw = [part for part in re.split("[,;]", raw) if part.strip()]
    if not isinstance(raw, list):
        return _wrong_type(raw, "list")
    members = [one(field, member) for member in raw]
    fault = next((fault for value, fault in members if fault and value is None), None)
    fault = fault or next((fault for _, fault in members if fault), None)
    values = list(dict.fromkeys(value for value, _ in members if isinstance(value, str)))
    if not values and fault is None:
        return _missing(field)
    return values or None, fault


# --- codes --------------------------------------------------------------------------------------------------------


def _code(field: Field, raw: object) -> Coerced:
    """Read a code; a label in either language is understood and told."""
    if not isinstance(raw, str) or field.codelist is None:
        return _wrong_type(raw, "text")
    text = raw.strip()
    if text in _codes(field.codelist):
        return text, None
    names = _names(field.codelist)
    if code := names.get(fold(text)):
        return code, Fault("code-by-label", {"value": shown(text), "code": code})
    if near := get_close_matches(fold(text), names, n=1):
        return None, Fault("code-misspelt", {"value": shown(text), "nearest": names[near[0]]})
    return None, Fault("code-unknown", {"value": shown(text), "codes": ", ".join(field.codelist)})


@cache
def _codes(codelist: type[Codelist]) -> frozenset[str]:
    """Give the codes of a list."""
    return frozenset(member.value for member in codelist)


@cache
def _names(codelist: type[Codelist]) -> dict[str, str]:
    """Give the codes by what people write for them, folded."""
    return {fold(name): member.value for member in codelist for name in (member.en, member.az, member.value)}


# --- numbers ------------------------------------------------------------------------------------------------------

GROUPED = re.compile(r"([+−-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'][0-9]{3})+)(?:[.,]([0-9]+))?")
PLAIN = re.compile(r"([+−-]?[0-9]+)(?:([.,])([0-9]+))?")
BOTH = re.compile(r"([+−-]?[0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)|([+−-]?[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)")
THOUSANDS = re.compile(r"[+−-]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,})")


def number_from_text(text: str) -> float | None:
    """Give the number that a text means, in English or Azerbaijani notation; None when it is none.

    Raises
    ------
    ValueError
        If one separator is followed by exactly three digits: thousands or decimals?

    >>> number_from_text("1701,5"), number_from_text("1 644,6"), number_from_text("1,644.6")
    (1701.5, 1644.6, 1644.6)
    """
    text = text.strip()
    if match := PLAIN.fullmatch(text):
        whole, separator, decimals = match.groups()
        if separator and len(decimals) == 3:  # noqa: PLR2004 - three digits, the trap itself
            raise ValueError(text)
        return _number(whole, decimals)
    if match := GROUPED.fullmatch(text) or BOTH.fullmatch(text):
        whole, decimals = [part for part in match.groups() if part], None
        return _number(whole[0], whole[1] if len(whole) > 1 else decimals)
    return _number(text, None) if THOUSANDS.fullmatch(text) else None


def _number(whole: str, decimals: str | None) -> float:
    return float(f"{re.sub(r'[^0-9−-]', '', whole)}.{decimals or 0}".replace("−", "-"))


def _numeric(field: Field, raw: object) -> Coerced:
    """Read a number, whole where the field asks for it, within the plausible range."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return _wrong_type(raw, "number")
    try:
        number = number_from_text(raw) if isinstance(raw, str) else raw
    except ValueError:
        return None, Fault("number-ambiguous", {"value": shown(raw)})
    if number is None:
        return None, Fault("number-unreadable", {"value": shown(raw)})
    is_whole = field.kind is Kind.INTEGER
    if is_whole and number != math.floor(number):
        kind = "quantity-not-whole" if field.name == "quantity" else "number-not-whole"
        return None, Fault(kind, {"value": shown(raw)})
    low = -LARGEST[field.kind] if field.minimum is None else field.minimum
    high = LARGEST[field.kind] if field.maximum is None else field.maximum
    if not low <= number <= high:
        return None, Fault("number-out-of-range", {"value": shown(raw), "range": f"{low:g}…{high:g}"})
    return (int(number) if is_whole else float(number)), None


# --- dates and truths ---------------------------------------------------------------------------------------------

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")
OTHER_DATES: Final = ("%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%Y%m%d", "%d.%m.%y", "%d %B %Y", "%d %b %Y")
EPOCH_MS: Final = range(10**11, 10**13)
"""Numbers that look like milliseconds since 1970, the dates of some GIS exports."""


def _date(_field: Field, raw: object) -> Coerced:
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


def _truth(_field: Field, raw: object) -> Coerced:
    """Read true or false, also as words and as 1 and 0."""
    text = str(int(raw)) if isinstance(raw, bool | float) and raw in {0, 1} else str(raw).strip().casefold()
    if text in TRUTHS and not isinstance(raw, list | dict):
        return TRUTHS[text], None
    return None, Fault("boolean-unreadable", {"value": shown(raw)})


COERCERS: dict[Kind, Callable[[Field, object], Coerced]] = {
    Kind.TEXT: _text,
    Kind.TEXTS: partial(_several, _text),
    Kind.INTEGER: _numeric,
    Kind.NUMBER: _numeric,
    Kind.DATE: _date,
    Kind.BOOLEAN: _truth,
    Kind.CODE: _code,
    Kind.CODES: partial(_several, _code),
    Kind.LINK: _link,
    Kind.LINKS: partial(_several, _link),
}
