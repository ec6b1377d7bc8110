"""What the names of districts and organisations mean: their codes."""

import pandas as pd

from gis.text import fold


def district_spellings(districts: pd.DataFrame) -> dict[str, str]:
    """Give the codes of districts by their folded names and spellings, where a spelling belongs to one alone."""
    return _codes_by_name(districts, "name_en", "name_az", "aliases")


def organisation_spellings(organisations: pd.DataFrame) -> dict[str, str]:
    """Give the codes of organisations by their folded codes and names, where a name belongs to one alone."""
    return _codes_by_name(organisations, "name_en", "name_az")


def _codes_by_name(named: pd.DataFrame, *columns: str) -> dict[str, str]:
    """Give codes by what columns call them, each a text or a list of texts."""
    spelt: dict[str, set[str]] = {}
    for code, *called in zip(*(named[column] for column in ("code", *columns)), strict=True):
        names = [name for names in (code, *called) for name in (names if isinstance(names, list) else [names])]
        for name in names:
            if isinstance(name, str):
                spelt.setdefault(fold(name), set()).add(code)
    return {name: codes.pop() for name, codes in spelt.items() if len(codes) == 1}
