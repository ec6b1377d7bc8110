"""Units behind the names of columns, behind numbers and in columns of their own."""

import re
import unicodedata
from typing import Final

from gis.answers import AreaUnit
from gis.text import M2_PER_HA, M2_PER_KM2

M2_PER: Final = {AreaUnit.M2: 1, AreaUnit.HA: M2_PER_HA, AreaUnit.KM2: M2_PER_KM2}

AREAS: Final = {
    AreaUnit.KM2: r"km\s?\^?2|sq\.?\s?km|kv\.?\s?km|square\s?kilomet\w*|kvadrat\s?kilometr\w*",
    AreaUnit.HA: r"ha|hect?\w{0,5}|hekt\w{0,6}",
    AreaUnit.M2: r"m\s?\^?2|sq\.?\s?m|kv\.?\s?m|kvm|sqm|square\s?met\w*|kvadrat\s?metr\w*",
}
LENGTHS: Final = {"mm": r"mm", "cm": r"cm|sm|santimetr\w*|centimet\w*", "m": r"m|metr\w*|met(?:er|re)s?", "km": r"km"}
METRES: Final = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0}
"""What each unit of length is; fields of lengths end in one of them."""
BEHIND_NAME: Final = r"(?<![^\W\d_])(?:{})\.?\)?\s*$"
AREA_NAMES = {unit: re.compile(BEHIND_NAME.format(words)) for unit, words in AREAS.items()}
LENGTH_NAMES = {unit: re.compile(BEHIND_NAME.format(words)) for unit, words in LENGTHS.items()}
NUMBER = re.compile(r"([+−-]?[0-9][0-9.,'\s\u00a0\u2009\u202f]*?)\s*([^\W\d_].*)")


def is_area(field: str) -> bool:
    """Say whether a field, or a column of wide rows, holds an area."""
    return field.endswith("_m2")


def spaced(name: str) -> str:
    """Give a name in small letters with its words apart: `AreaHa`, `area_ha` and `Area, ha` end in the word `ha`."""
    words = re.sub(r"(?<=[a-zəışçğöü])(?=[A-ZƏIŞÇĞÖÜİ])", " ", unicodedata.normalize("NFKC", name))
    return re.sub(r"[_,;\[\](){}/]+", " ", words).casefold().strip()


def area_unit(name: str) -> AreaUnit | None:
    """Give the unit of areas that a name ends in.

    >>> area_unit("Sahə (ha)"), area_unit("area_km2"), area_unit("Sahə, m²"), area_unit("Sahə")
    (<AreaUnit.HA: 'ha'>, <AreaUnit.KM2: 'km2'>, <AreaUnit.M2: 'm2'>, None)
    """
    return next((unit for unit, words in AREA_NAMES.items() if words.search(spaced(name))), None)


def length_unit(name: str) -> str | None:
    """Give the unit of lengths that a name ends in.

    >>> length_unit("Dərinlik (sm)"), length_unit("depth_m")
    ('cm', 'm')
    """
    return next((unit for unit, words in LENGTH_NAMES.items() if words.search(spaced(name))), None)


def without_unit(name: str) -> str:
    """Give a name without the unit behind it.

    >>> without_unit("Sahə (ha)"), without_unit("Dərinlik, sm"), without_unit("HA")
    ('sahə', 'dərinlik', 'ha')
    """
    text = spaced(name)
    for words in (*AREA_NAMES.values(), *LENGTH_NAMES.values()):
        if (match := words.search(text)) and match.start():
            return text[: match.start()].strip()
    return text


def stated_unit(text: object) -> AreaUnit | None:
    """Give the unit that a cell names: `ha`, `m²`, `hektar`."""
    return area_unit(text) if isinstance(text, str) and not NUMBER.match(text) else None


def split_number(text: str) -> tuple[str, str]:
    """Give the number and what stands behind it.

    >>> split_number("1,5 ha"), split_number("1 701,5")
    (('1,5', 'ha'), ('1 701,5', ''))
    """
    match = NUMBER.fullmatch(text.strip())
    return (match[1], match[2]) if match else (text, "")


def factor_of(field: str, unit: str | None) -> float:
    """Give what a number in a unit is multiplied by to be in the unit of its field.

    >>> factor_of("area_reported_m2", "ha"), factor_of("depth_cleared_cm", "m")
    (10000, 100.0)
    """
    if unit is None:
        return 1
    return M2_PER[AreaUnit(unit)] if is_area(field) else METRES[unit] / METRES[field.rsplit("_", 1)[-1]]


def unit_of(field: str, text: str) -> str | None:
    """Give the unit that a heading or the rest of a cell says, if the field has a unit of that kind."""
    if is_area(field):
        return area_unit(text)
    return length_unit(text) if field.rsplit("_", 1)[-1] in METRES and "_" in field else None
