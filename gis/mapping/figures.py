"""Columns of numbers: in which unit, and what separates their decimals."""

from collections.abc import Iterable
from functools import partial

from gis.answers import AreaUnit
from gis.issues import Issue
from gis.mapping.conversion import Conversion, Convert
from gis.mapping.sampled import Column
from gis.mapping.units import factor_of, is_area, split_number, unit_of
from gis.values import decimal_sign, number_from_text, shown

DIGITS = 6
"""Decimals kept of a converted number: a fraction of a square millimetre."""
UNIT_NAMES = {AreaUnit.M2: "m²", AreaUnit.HA: "ha", AreaUnit.KM2: "km²"}


def figures(
    column: Column, field: str, *, unit: str | None, unit_column: str | None, decimal: str | None
) -> Conversion:
    """Say how the numbers of a column are read.

    Parameters
    ----------
    unit
        Of the column, where its name, its field or a person says it.
    unit_column
        The column that says it row by row.
    decimal
        What separates decimals, where a person says it.
    """
    texts = [split_number(text)[0] for text in column.texts]
    sign = decimal or proven_sign(texts)
    issues = [] if decimal or sign is None else _proven(column, texts, sign)
    area = AreaUnit(unit) if unit and is_area(field) else None
    if is_area(field) and area is None:
        return _without_unit(column, field, unit_column=unit_column, sign=sign, issues=issues)
    factor = factor_of(field, unit)
    if area not in {None, AreaUnit.M2}:
        issues.append(Issue(kind="areas-converted", field=field, values=_named(column, UNIT_NAMES[area])))
    convert = partial(number_of, field=field, unit=unit, sign=sign) if texts or factor != 1 else None
    return Conversion(convert=convert, unit=area, issues=tuple(issues))


def proven_sign(texts: Iterable[str]) -> str | None:
    """Give what separates decimals in texts that agree on it, None where none tells or they contradict each other."""
    signs = {sign for text in texts if (sign := decimal_sign(text))}
    return signs.pop() if len(signs) == 1 else None


def number_of(raw: object, *, field: str, unit: str | None, sign: str | None) -> object:
    """Give a number in the unit of its field; what is no number, or an ambiguous one, stays as it is."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return raw
    text, rest = split_number(raw) if isinstance(raw, str) else ("", "")
    own = unit_of(field, rest) if rest else unit
    number = _parsed(text, sign) if isinstance(raw, str) else raw
    if number is None or (rest and own is None):
        return raw
    factor = factor_of(field, own)
    return number if factor == 1 else round(number * factor, DIGITS)


def _parsed(text: str, sign: str | None) -> float | None:
    try:
        return number_from_text(text)
    except ValueError:
        other = {",": ".", ".": ","}
        return float(text.replace(other[sign], "").replace(sign, ".").replace("−", "-")) if sign else None


def _without_unit(
    column: Column, field: str, *, unit_column: str | None, sign: str | None, issues: list[Issue]
) -> Conversion:
    """Read areas whose column has no unit of its own: by another column, by the cells, or not before it is said."""
    by_unit: dict[AreaUnit, Convert] = {
        unit: partial(number_of, field=field, unit=unit, sign=sign) for unit in AreaUnit
    }
    if unit_column is not None:
        return Conversion(by_unit=by_unit, unit_column=unit_column, issues=tuple(issues))
    if not column.values or all(isinstance(v, str) and unit_of(field, split_number(v)[1]) for v in column.values):
        convert = partial(number_of, field=field, unit=None, sign=sign)
        return Conversion(convert=convert if column.values else None, issues=tuple(issues))
    asked = Issue(kind="unit-missing", field=field, values=_named(column, ", ".join(column.samples)))
    return Conversion(is_asked=True, issues=(asked,))


def _proven(column: Column, texts: list[str], sign: str) -> list[Issue]:
    """Tell which number was in doubt and which one of the column settled it."""
    doubtful = next((text for text in texts if _is_ambiguous(text) and decimal_sign(text) is None), None)
    if doubtful is None:
        return []
    proof = next(text for text in texts if decimal_sign(text) == sign)
    values = {"column": shown(column.name), "value": doubtful, "read": f"{_parsed(doubtful, sign):g}", "proof": proof}
    return [Issue(kind="decimals-proven", values=values)]


def _is_ambiguous(text: str) -> bool:
    try:
        number_from_text(text)
    except ValueError:
        return True
    return False


def _named(column: Column, said: str) -> dict[str, str | float | int | None]:
    return {"column": shown(column.name), "said": said}
