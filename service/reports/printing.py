"""Figures as they are printed: the one place where a value of a report becomes a text, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, tzinfo
from decimal import Decimal

from gis.aggregates import total_m2
from gis.codelists import Codelist, Language
from gis.language import LANGUAGES, translator
from gis.published import AreaUnit, PublishedArea
from gis.text import M2_PER_HA, area_ha_text, area_m2_text, date_text, instant_text, number_text
from service.reports.content import Figure, PrintedUnit, Unit, Words

NOTHING = Words(en="–", az="–")
"""Stands for a figure that is missing, which is not zero."""
SHARE_DECIMALS, DAYS_DECIMALS, MONEY_DECIMALS = 1, 1, 2


def in_both(say: Callable[[Language], str]) -> Words:
    """Give what a function says in each language."""
    return Words(**{language: say(language) for language in LANGUAGES})


def said(text: str) -> Words:
    """Give a text of ours in both languages."""
    return in_both(lambda language: translator(language)(text))


def not_recorded() -> Words:
    """Give what stands for a part that nobody recorded apart."""
    return said("not recorded")


def hectares(key: str, area_m2: float | None, *, records: str | None = None, missing: Words = NOTHING) -> Figure:
    """Give ground that is printed in hectares."""
    return _area(key, area_m2, PrintedUnit.HA, records=records, missing=missing)


def square_metres(key: str, area_m2: float | None, *, records: str | None = None, missing: Words = NOTHING) -> Figure:
    """Give ground that is printed in square metres."""
    return _area(key, area_m2, PrintedUnit.M2, records=records, missing=missing)


def cited_area(key: str, area: PublishedArea | None, *, records: str | None = None) -> Figure:
    """Give an area with the digits that were published: in hectares a number, else, and when approximate, a text."""
    if area is None:
        return Figure(key=key, value=None, unit=Unit.TEXT, printed=NOTHING, records=records)
    if area.is_approximate or area.unit is not AreaUnit.HA:
        told = f"{area.number} {area.unit}"
        return Figure(key=key, value=told, unit=Unit.TEXT, printed=in_both(area.text), records=records)
    return Figure(
        key=key,
        value=area.area_m2,
        unit=Unit.M2,
        printed=in_both(area.digits_text),
        printed_unit=PrintedUnit.HA,
        records=records,
    )


def count(key: str, number: int | None, *, records: str | None = None, missing: Words = NOTHING) -> Figure:
    """Give a number of things."""
    printed = missing if number is None else in_both(lambda language: number_text(number, language))
    return Figure(key=key, value=number, unit=Unit.COUNT, printed=printed, records=records)


def share(key: str, part: float | None, *, records: str | None = None) -> Figure:
    """Give a share of the whole, 0 to 1, that is printed in per cent."""
    printed = (
        NOTHING
        if part is None
        else in_both(lambda language: number_text(part * 100, language, decimals=SHARE_DECIMALS))
    )
    return Figure(
        key=key, value=part, unit=Unit.SHARE, printed=printed, printed_unit=PrintedUnit.PERCENT, records=records
    )


def days(key: str, number: float | None, *, records: str | None = None) -> Figure:
    """Give a time in days."""
    printed = (
        NOTHING if number is None else in_both(lambda language: number_text(number, language, decimals=DAYS_DECIMALS))
    )
    return Figure(key=key, value=number, unit=Unit.DAYS, printed=printed, records=records)


def money(key: str, amount: float | None, *, records: str | None = None) -> Figure:
    """Give an amount of money; its currency is told beside it."""
    printed = (
        NOTHING if amount is None else in_both(lambda language: number_text(amount, language, decimals=MONEY_DECIMALS))
    )
    return Figure(key=key, value=amount, unit=Unit.MONEY, printed=printed, records=records)


def instant(key: str, at: datetime | None, zone: tzinfo, *, records: str | None = None) -> Figure:
    """Give a date and a time."""
    printed = NOTHING if at is None else in_both(lambda language: instant_text(at, language, zone))
    return Figure(key=key, value=at.isoformat() if at else None, unit=Unit.TEXT, printed=printed, records=records)


def text(key: str, told: str | Codelist | None, *, records: str | None = None) -> Figure:
    """Give a name, a code, or a member of a codelist, which has a name in each language."""
    if isinstance(told, Codelist):
        printed = in_both(told.label)
    else:
        printed = NOTHING if told is None else Words(en=told, az=told)
    return Figure(key=key, value=told and str(told), unit=Unit.TEXT, printed=printed, records=records)


def blank(key: str) -> Figure:
    """Give a cell with nothing to say, such as what stands for a name in the line of all."""
    return Figure(key=key, value=None, unit=Unit.TEXT, printed=Words(en="", az=""))


def day(key: str, on: date | None, *, records: str | None = None) -> Figure:
    """Give a day."""
    printed = NOTHING if on is None else in_both(lambda language: date_text(on, language))
    return Figure(key=key, value=on.isoformat() if on else None, unit=Unit.TEXT, printed=printed, records=records)


def named(key: str, words: Words, code: str | None, *, records: str | None = None) -> Figure:
    """Give what is called otherwise in each language, and known to programs by its code."""
    return Figure(key=key, value=code, unit=Unit.TEXT, printed=words, records=records)


def changed(key: str, before: Figure, after: Figure, *, records: str | None = None) -> Figure:
    """Give by how much a figure grew, with its sign; missing where either of the two is.

    >>> changed("change", hectares("before", 15_878_000), hectares("after", 16_446_000)).printed.en
    '+56.8'
    >>> changed("change", count("before", None), count("after", 3)).printed.en
    '–'
    >>> changed("change", hectares("before", 15_878_000), hectares("after", 15_878_000.001)).printed.en
    '0'
    """
    old, new = before.value, after.value
    if not isinstance(old, int | float) or not isinstance(new, int | float):
        return replace(after, key=key, value=None, printed=NOTHING, records=records)
    grown = _area(key, new - old, after.printed_unit) if after.unit is Unit.M2 else count(key, round(new - old))
    sign = "+" if new > old and grown.printed.en != "0" else ""
    signed = in_both(lambda language: f"{sign}{grown.printed.told(language)}")
    return replace(grown, printed=signed, records=records)


def printed_number(figure: Figure) -> float | None:
    """Give a value, unrounded, in the unit that it is printed in; nothing where it is no number.

    >>> printed_number(hectares("released", 15_700.5))
    1.57005
    """
    if figure.value is None or isinstance(figure.value, str):
        return None
    value = Decimal(str(figure.value))  # a division of floats adds digits that nobody measured
    match figure.printed_unit:
        case PrintedUnit.HA:
            return float(value / M2_PER_HA)
        case PrintedUnit.PERCENT:
            return float(value * 100)
        case _:
            return figure.value


def printed_decimals(figure: Figure) -> int:
    """Give how many decimals are printed of a figure.

    >>> printed_decimals(hectares("released", 955)), printed_decimals(count("mines", 1_200))
    (4, 0)
    """
    return len(figure.printed.en.partition(".")[2]) if printed_number(figure) is not None else 0


def _area(
    key: str, area_m2: float | None, unit: PrintedUnit, *, records: str | None = None, missing: Words = NOTHING
) -> Figure:
    if area_m2 is None:
        return Figure(key=key, value=None, unit=Unit.M2, printed=missing, printed_unit=unit, records=records)
    value = total_m2([area_m2])
    print_area = area_ha_text if unit is PrintedUnit.HA else area_m2_text
    printed = in_both(lambda language: print_area(value, language))
    return Figure(key=key, value=value, unit=Unit.M2, printed=printed, printed_unit=unit, records=records)


def number_in_both(told: Words, number: int) -> Words:
    """Give words with a `{count}` in them."""
    return in_both(lambda language: told.told(language).format(count=number_text(number, language)))
