"""A field's values of a whole file."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final

from gis.layers.layer import Field, Kind
from gis.values.dates import read_date, read_truth
from gis.values.fault import Coerced, Fault, Value, missing
from gis.values.numbers import read_number
from gis.values.texts import read_code, read_link, read_several, read_text

COERCERS: dict[Kind, Callable[[Field, object], Coerced]] = {
    Kind.TEXT: read_text,
    Kind.TEXTS: partial(read_several, read_text),
    Kind.INTEGER: read_number,
    Kind.NUMBER: read_number,
    Kind.DATE: read_date,
    Kind.BOOLEAN: read_truth,
    Kind.CODE: read_code,
    Kind.CODES: partial(read_several, read_code),
    Kind.LINK: read_link,
    Kind.LINKS: partial(read_several, read_link),
}

NESTED: Final = frozenset({list, dict})

Column = tuple[list[Value], list[tuple[int, Fault]]]


def coerce_column(field: Field, raws: Sequence[object]) -> Column:
    """Give a field's typed values, None where missing or unusable, and the faults by position.

    Equal values are worked out once: a column of a hundred thousand dates holds a few hundred.
    """
    if raws.count(None) == len(raws):
        default, fault = missing(field)
        return [default] * len(raws), [(position, fault) for position in range(len(raws))] if fault else []

    def coerce(raw: object) -> Coerced:
        return missing(field) if _is_blank(raw) else COERCERS[field.kind](field, raw)

    remembered = lru_cache(maxsize=10_000, typed=True)(coerce)
    if NESTED.isdisjoint(map(type, raws)):
        coerced = list(map(remembered, raws))
    else:
        coerced = [coerce(raw) if type(raw) in NESTED else remembered(raw) for raw in raws]
    faults = [(position, fault) for position, (_, fault) in enumerate(coerced) if fault]
    return [value for value, _ in coerced], faults


def _is_blank(raw: object) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
