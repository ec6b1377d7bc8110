"""Texts, links and codes, alone and in lists."""

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Final

from gis.codelists import Codelist
from gis.layers.layer import Field
from gis.text import fold
from gis.values.fault import Coerced, Fault, missing, shown, wrong_type

CODE_LENGTH: Final = 100
TEXT_LENGTH: Final = 10_000


def read_text(field: Field, raw: object) -> Coerced:
    """Read a text; numbers count as their digits, for many programs write codes as numbers."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return wrong_type(raw, "text")
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


def read_link(field: Field, raw: object) -> Coerced:
    """Read a code of another layer; a district's may carry the country, as ISO 3166-2 has it."""
    code, fault = read_text(field, raw)
    return (without_country(code) if field.layer == "districts" and isinstance(code, str) else code), fault


def without_country(code: str) -> str:
    """Give a district's code as it is kept.

    >>> without_country("AZ-AGM"), without_country("AGM")
    ('AGM', 'AGM')
    """
    return code.removeprefix("AZ-")


def read_several(one: Callable[[Field, object], Coerced], field: Field, raw: object) -> Coerced:
    """Read a list, or a text with commas or semicolons, keeping the first of equal members."""
    if isinstance(raw, str):
        raw = [part for part in re.split("[,;]", raw) if part.strip()]
    if not isinstance(raw, list):
        return wrong_type(raw, "list")
    members = [one(field, member) for member in raw]
    fault = next((fault for value, fault in members if fault and value is None), None)
    fault = fault or next((fault for _, fault in members if fault), None)
    values = list(dict.fromkeys(value for value, _ in members if isinstance(value, str)))
    if not values and fault is None:
        return missing(field)
    return values or None, fault


def read_code(field: Field, raw: object) -> Coerced:
    """Read a code; a label in either language is understood and told."""
    if not isinstance(raw, str) or field.codelist is None:
        return wrong_type(raw, "text")
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
