"""Texts, links and codes, alone and in lists."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from gis.layers.layer import Field
from gis.values.fault import Coerced, Fault, missing, shown, wrong_type
from gis.values.spellings import code_named, nearest_code

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
    """Read a code; a label in either language, or what people write for it, is understood and told."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float) or field.codelist is None:
        return wrong_type(raw, "text")
    text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).strip()
    if code := code_named(field.codelist, text):
        return code, None if code == text else Fault("code-by-label", {"value": shown(text), "code": code})
    if nearest := nearest_code(field.codelist, text):
        return None, Fault("code-misspelt", {"value": shown(text), "nearest": nearest})
    return None, Fault("code-unknown", {"value": shown(text), "codes": ", ".join(field.codelist)})
