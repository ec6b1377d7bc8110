"""Numbers, also as people type them in English and in Azerbaijani."""

import math
import re
from typing import Final

from gis.layers.layer import Field, Kind
from gis.values.fault import Coerced, Fault, shown, wrong_type

LARGEST: Final = {Kind.INTEGER: 2**31 - 1, Kind.NUMBER: 1e12}
"""The bounds of numbers that have none of their own: what a column takes, and a hundred times the land of Earth."""
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


def decimal_sign(text: str) -> str | None:
    """Give what separates decimals in a text, if its form leaves only one way to read it.

    >>> decimal_sign("1701,5"), decimal_sign("1.234.567"), decimal_sign("0,955"), decimal_sign("12,298")
    (',', ',', ',', None)
    """
    text = text.strip()
    if match := PLAIN.fullmatch(text):
        whole, sign, decimals = match.groups()
        is_grouped = sign and len(decimals) == 3 and re.fullmatch(r"[+−-]?[1-9][0-9]{0,2}", whole)  # noqa: PLR2004 - digits of a group
        return None if is_grouped else sign
    if THOUSANDS.fullmatch(text):
        return "." if "," in text else ","
    is_number = GROUPED.fullmatch(text) or BOTH.fullmatch(text)
    return next((sign for sign in reversed(text) if sign in ",."), None) if is_number else None


def _number(whole: str, decimals: str | None) -> float:
    return float(f"{re.sub(r'[^0-9−-]', '', whole)}.{decimals or 0}".replace("−", "-"))


def read_number(field: Field, raw: object) -> Coerced:
    """Read a number, whole where the field asks for it, within the plausible range."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return wrong_type(raw, "number")
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
