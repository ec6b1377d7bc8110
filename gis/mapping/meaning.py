"""Whether values are of a field, and which codes they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import geopandas as gpd
import pandas as pd

from gis.layers import Field, Kind
from gis.mapping.sampled import code_text
from gis.mapping.units import split_number
from gis.spellings import district_spellings, organisation_spellings
from gis.text import fold
from gis.values import code_named, day_of, number_from_text, without_country


@dataclass(frozen=True)
class Known:
    """Records that columns may name.

    Attributes
    ----------
    codes
        By layer: the codes by names and spellings, folded.
    """

    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, districts: gpd.GeoDataFrame | None, organisations: pd.DataFrame | None) -> Self:
        """Take what is known of districts and organisations."""
        codes = {}
        if districts is not None:
            codes["districts"] = district_spellings(districts)
        if organisations is not None:
            codes["organisations"] = organisation_spellings(organisations)
        return cls(codes)

    def code_of(self, one: Field, value: object) -> str | None:
        """Give the code that a value means in a field of codes, or in a link to districts and organisations."""
        text = code_text(value)
        if not text:
            return None
        if one.codelist is not None:
            return code_named(one.codelist, text)
        spellings = self.codes.get(one.layer or "")
        return spellings.get(fold(without_country(text))) if spellings else None


def members(one: Field, value: object) -> list[Any]:
    """Give the members of a value: of a list, those between its commas."""
    if one.is_list and isinstance(value, str):
        return [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    return value if isinstance(value, list) else [value]


def are_dates(values: Iterable[object]) -> bool:
    """Say whether all values are dates beyond doubt: mere numbers of days are not."""
    days = [day_of(value) for value in values]
    return bool(days) and all(day is not None and day.form not in {"serial", "compact"} for day in days)


def are_of(one: Field, values: Iterable[object], known: Known) -> bool:
    """Say whether all values can be of a field, going by its kind."""
    given = list(values)
    if one.kind is Kind.DATE:
        return are_dates(given)
    if one.kind in {Kind.NUMBER, Kind.INTEGER}:
        return bool(given) and all(map(is_number, given))
    if one.kind in {Kind.TEXT, Kind.TEXTS}:
        return bool(given) and not any(map(is_number, given))
    parts = [part for value in given for part in members(one, value)]
    return bool(parts) and all(known.code_of(one, part) for part in parts)


def is_number(value: object) -> bool:
    """Say whether a value is a number, or a text that means one."""
    if not isinstance(value, str):
        return isinstance(value, int | float) and not isinstance(value, bool)
    text, _ = split_number(value)
    try:
        return number_from_text(text) is not None
    except ValueError:
        return True
