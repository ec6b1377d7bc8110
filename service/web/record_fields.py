"""What a record says of itself: each field by its name, in words and with its unit, linked to the records it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from gis.codelists import Codelist
from gis.layers import LAYERS_BY_NAME, Field, Kind
from gis.text import area_m2_text, date_text, number_text
from service.records.queries import is_visible, known_codes
from service.web.record_seen import RecordSeen

LEFT_OUT: Final = frozenset({"code", "revision_reason"})
UNITS: Mapping[str, str] = {"_m2": "m²", "_cm": "cm", "_m": "m"}
"""The unit of a quantity, by the end of its field's name."""
MOST_DECIMALS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value of a field.

    Attributes
    ----------
    href
        Where the record that it names is, if the reader may see it.
    """

    text: str
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class FieldShown:
    """A field with its values."""

    name: str
    values: list[Value]


def fields_context(seen: RecordSeen) -> dict[str, Any]:
    """Give the fields that have a value, and the names of those that have none."""
    fields = [field for field in seen.layer.fields if field.name not in LEFT_OUT]
    visible = _visible(seen, fields)
    return {
        "fields": [
            FieldShown(name=_name(seen, field), values=_values(seen, field, visible))
            for field in fields
            if field.name in seen.fields
        ],
        "fields_missing": [_name(seen, field) for field in fields if field.name not in seen.fields],
    }


def _name(seen: RecordSeen, field: Field) -> str:
    """Give what a field is called, without what its label says to who fills it in."""
    return (field.az if seen.page.language == "az" else field.en).split(";")[0]


def _visible(seen: RecordSeen, fields: list[Field]) -> set[tuple[str, str]]:
    """Give layer and code of the records that are named here and that the reader may open."""
    named: dict[str, set[str]] = {}
    for field in fields:
        if field.layer and (value := seen.fields.get(field.name)):
            named.setdefault(field.layer, set()).update(value if field.is_list else [value])
    return {
        (name, code)
        for name, codes in named.items()
        for code in known_codes(
            seen.page.session,
            LAYERS_BY_NAME[name],
            codes,
            is_visible(LAYERS_BY_NAME[name], seen.moment.audience, None),
        )
    }


def _values(seen: RecordSeen, field: Field, visible: set[tuple[str, str]]) -> list[Value]:
    told = seen.fields[field.name]
    parts = sorted(told) if field.is_list else [told]
    if field.layer:
        return [_link(seen, field.layer, code, is_visible=(field.layer, code) in visible) for code in parts]
    return [Value(text=_text(seen, field, part)) for part in parts]


def _link(seen: RecordSeen, layer: str, code: str, *, is_visible: bool) -> Value:
    names = {"districts": seen.names.districts, "organisations": seen.names.organisations}.get(layer, {})
    text = f"{names[code]} ({code})" if code in names else code
    return Value(text=text, href=seen.link(f"/records/{layer}/{quote(code, safe='')}") if is_visible else None)


def _text(seen: RecordSeen, field: Field, value: Any) -> str:  # noqa: ANN401 - a field's value, of whatever kind
    language, _ = seen.page.language, seen.page.translate
    if field.codelist:
        member: Codelist = field.codelist(value)
        return member.label(language)
    match field.kind:
        case Kind.DATE:
            return date_text(date.fromisoformat(str(value)), language)
        case Kind.BOOLEAN:
            return _("yes") if value else _("no")
        case Kind.NUMBER | Kind.INTEGER:
            return _number(seen, field, value)
        case _:
            return str(value)


def _number(seen: RecordSeen, field: Field, value: float) -> str:
    """Give a number with its unit, and with the decimals it was given with."""
    unit = next((unit for end, unit in UNITS.items() if field.name.endswith(end)), "")
    if unit == "m²":
        return f"{area_m2_text(value, seen.page.language)} {unit}"
    decimals = 0 if float(value).is_integer() else MOST_DECIMALS
    return f"{number_text(value, seen.page.language, decimals=decimals)} {unit}".rstrip()
