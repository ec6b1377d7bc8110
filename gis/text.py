"""Numbers, areas and dates as people read them, and names as people write them, in English and Azerbaijani.

Values come in unrounded and in SI; hectares and square kilometres exist only in the texts made here. A text holds no
unit: it stands in the header of a table, or after the text in a sentence.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list

from gis.codelists import Language

NO_BREAK_SPACE = "\u00a0"
MINUS = "−"
ALPHABET_AZ = "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz"
M2_PER_HA = 10_000
M2_PER_KM2 = 1_000_000
M_PER_KM = 1_000


def number_text(number: float | Decimal, language: Language, *, decimals: int = 0) -> str:
    """Give a number with grouped thousands, rounded half up.

    >>> number_text(225966, "en")
    '225,966'
    >>> number_text(1644.55, "az", decimals=1) == "1\N{NO-BREAK SPACE}644,6"
    True
    >>> number_text(-0.04, "en", decimals=1)
    '0.0'
    """
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(rounded):,.{decimals}f}"
    if language == "az":
        digits = digits.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return f"{MINUS if rounded < 0 else ''}{digits}"


def area_m2_text(area_m2: float, language: Language) -> str:
    """Give an area in whole square metres.

    >>> area_m2_text(100_977.4, "en")
    '100,977'
    """
    return number_text(area_m2, language)


def area_ha_text(area_m2: float, language: Language) -> str:
    """Give an area in hectares: one decimal, four below one hectare; what is left of a sum of equal parts is nothing.

    >>> area_ha_text(2_436_776, "en"), area_ha_text(955, "az"), area_ha_text(-0.001, "en")
    ('243.7', '0,0955', '0')
    """
    return _area_text(area_m2, language, unit_m2=M2_PER_HA, decimals=(1, 4))


def rounded_ha(area_m2: float) -> Decimal:
    """Give an area in hectares with as many digits as it is printed with.

    >>> rounded_ha(2_436_776), rounded_ha(955), rounded_ha(0)
    (Decimal('243.7'), Decimal('0.0955'), Decimal('0'))
    """
    return _rounded(area_m2, unit_m2=M2_PER_HA, decimals=(1, 4))


def area_km2_text(area_m2: float, language: Language) -> str:
    """Give an area in square kilometres: two decimals, three below one.

    >>> area_km2_text(68_740_000, "en"), area_km2_text(100_977, "az")
    ('68.74', '0,101')
    """
    return _area_text(area_m2, language, unit_m2=M2_PER_KM2, decimals=(2, 3))


def length_km_text(length_m: float, language: Language) -> str:
    """Give a length in kilometres: two decimals, three below one.

    >>> length_km_text(12_345.6, "en"), length_km_text(734.2, "az")
    ('12.35', '0,734')
    """
    return number_text(Decimal(str(length_m)) / M_PER_KM, language, decimals=2 if abs(length_m) >= M_PER_KM else 3)


def _area_text(area_m2: float, language: Language, *, unit_m2: int, decimals: tuple[int, int]) -> str:
    rounded = _rounded(area_m2, unit_m2=unit_m2, decimals=decimals)
    return number_text(rounded, language, decimals=-int(rounded.as_tuple().exponent)) if rounded else "0"


def _rounded(area_m2: float, *, unit_m2: int, decimals: tuple[int, int]) -> Decimal:
    """Round half up to the first number of decimals, to the second where the area is less than one."""
    area = Decimal(str(area_m2)) / unit_m2
    places = decimals[0] if abs(area) >= 1 else decimals[1]
    return area.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if area else Decimal(0)


@lru_cache(maxsize=4096)
def date_text(day: date, language: Language) -> str:
    """Give a date; in Azerbaijani in figures, for the case endings of numerals vary.

    >>> date_text(date(2025, 10, 5), "en"), date_text(date(2025, 10, 5), "az")
    ('5 October 2025', '05.10.2025')
    """
    return f"{day:%d.%m.%Y}" if language == "az" else format_date(day, "d MMMM y", locale="en")


def period_text(first: date, last: date, language: Language) -> str:
    """Give the days of a period, both included.

    >>> period_text(date(2025, 10, 20), date(2025, 10, 26), "en")
    '20–26 October 2025'
    >>> period_text(date(2025, 9, 29), date(2025, 10, 5), "en")
    '29 September – 5 October 2025'
    >>> period_text(date(2025, 10, 20), date(2025, 10, 26), "az")
    '20.10.2025–26.10.2025'
    """
    if first == last:
        return date_text(first, language)
    if language == "az":
        return f"{date_text(first, language)}–{date_text(last, language)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_text(last, language)}"
    start = date_text(first, language).removesuffix(f" {last.year}")
    return f"{start} – {date_text(last, language)}"


def instant_text(at: datetime, language: Language, zone: tzinfo) -> str:
    """Give an instant as day and minute of a time zone.

    >>> from datetime import UTC
    >>> instant_text(datetime(2025, 10, 27, 4, 0, tzinfo=UTC), "en", UTC)
    '27 October 2025, 04:00'
    """
    local = at.astimezone(zone)
    return f"{date_text(local.date(), language)}, {local:%H:%M}"


def list_text(names: Sequence[str], language: Language) -> str:
    """Give names in a row.

    >>> list_text(["Tartar", "Aghdam", "Fuzuli"], "en"), list_text(["Tərtər", "Ağdam"], "az")
    ('Tartar, Aghdam and Fuzuli', 'Tərtər və Ağdam')
    """
    return format_list(names, locale="en_GB" if language == "en" else language)


def lower_text(text: str, language: Language) -> str:
    """Give a text in small letters; in Azerbaijani I and İ are two letters.

    >>> lower_text("QAZAX, İLK, ISTI", "az")
    'qazax, ilk, ıstı'
    """
    return (text.replace("İ", "i").replace("I", "ı") if language == "az" else text).lower()


def capitalised_text(text: str, language: Language) -> str:
    """Give a text with a capital first letter, the rest as it stands.

    >>> capitalised_text("ilkin məlumat", "az")
    'İlkin məlumat'
    """
    first = {"i": "İ", "ı": "I"}.get(text[:1]) if language == "az" else None
    return (first or text[:1].upper()) + text[1:]


def sort_key(text: str, language: Language) -> tuple[tuple[int, str], ...]:
    """Give the key that sorts names as the language's alphabet does; other signs come after its letters.

    >>> sorted(["Zəngilan", "Xocalı", "İsmayıllı", "Çıraq", "Cəbrayıl"], key=lambda name: sort_key(name, "az"))
    ['Cəbrayıl', 'Çıraq', 'Xocalı', 'İsmayıllı', 'Zəngilan']
    """
    if language == "az":
        places = {letter: place for place, letter in enumerate(ALPHABET_AZ)}
        return tuple((places.get(sign, len(places)), sign) for sign in lower_text(text, language))
    return tuple((0, sign) for sign in _plain(text))


SPELLINGS = (
    ("kh", "x"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("dzh", "c"), ("zh", "c"), ("j", "c"),
    ("q", "g"), ("h", "x"), ("e", "a"), ("y", "i"),
)  # fmt: skip
"""Ways of writing one sound of a name, each with the letter that stands for it in a fold."""


def fold(text: str) -> str:
    """Give what the spellings of one name have in common, to compare names by, never to show.

    Case, marks, spaces and signs fall away; letters that Latin spellings of Azerbaijani names mix (ə as e or a, x as
    kh or h, c as j, q as g, ş as sh) fall together, and doubled letters become one.

    >>> len({fold(name) for name in ("Kəlbəcər", "Kalbajar", "KELBAJAR", "Kelbecer")})
    1
    >>> fold("Cəbrayıl") == fold("Jabrail"), fold("Ağdam") == fold("Ağdərə")
    (True, False)
    """
    folded = re.sub(r"[\W_]", "", _plain(text))
    for spelling, letter in SPELLINGS:
        folded = folded.replace(spelling, letter)
    return re.sub(r"(.)\1+", r"\1", folded)


def _plain(text: str) -> str:
    """Give a text in small letters without marks; ı and ə become the letters they are typed as elsewhere."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("ı", "i").replace("ə", "a")
