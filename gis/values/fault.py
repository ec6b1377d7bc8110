"""What a value of a file becomes: a typed value, or what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from gis.layers.layer import Field, Kind

SHOWN_LENGTH: Final = 60

Value = str | int | float | bool | date | list[str] | None


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value: an issue that knows nothing yet of its feature."""

    kind: str
    values: dict[str, str | float | int | None]


Coerced = tuple[Value, Fault | None]

MISSING: Final = {
    "release_method": "release-method-missing",
    "contamination_types": "contamination-types-missing",
    "eo_category": "item-undescribed",
    "quantity": "item-undescribed",
}


def missing(field: Field) -> Coerced:
    """Give what a field holds when it is left out."""
    if not field.is_required:
        return field.default, None
    kind = "date-missing" if field.kind is Kind.DATE else "field-missing"
    return None, Fault(MISSING.get(field.name, kind), {})


def wrong_type(raw: object, expected: str) -> Coerced:
    """Say that a value is of another type than its field takes."""
    return None, Fault("value-of-wrong-type", {"found": shown(raw), "expected": expected})


def shown(raw: object) -> str:
    """Give a value as a message can hold it: on one line, and not too long."""
    text = re.sub(r"\s+", " ", "".join(c if c.isprintable() else "�" for c in str(raw)))
    return text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 1]}…"
