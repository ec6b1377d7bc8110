"""Published figures: read line by line or not at all, how exact each is, and printed with their own digits."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.codelists import FigurePrecision, Language, PublishedKind
from gis.published import EVERYBODY, AreaUnit, PublishedArea, PublishedFigure
from gis.published_file import precision_of, read_published
from gis.text import NO_BREAK_SPACE
from seeds import published_figures

TODAY = date(2026, 11, 22)
HEADER = ("kind", "period_from", "period_to", "key", "ap_mines", "at_mines", "uxo", "area_ha", "source", "note")
WEEK = ("week", "2025-10-20", "2025-10-26", "all", "143", "83", "5498", "1644.6", "https://report.az/x", "")


def file(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, mark: str = "\t") -> bytes:
    return "\n".join(mark.join(row) for row in (header, *rows)).encode()


def with_(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name, told) for name, told in zip(HEADER, WEEK, strict=True))


def read_one(*row: str, header: tuple[str, ...] = HEADER) -> PublishedFigure:
    (figure,), faults = read_published(file(row, header=header), today=TODAY)
    assert faults == ()
    return figure


# --- what was really published ------------------------------------------------------------------------------------


def test_what_the_press_gave_is_read_without_a_fault() -> None:
    figures, faults = read_published(published_figures(), today=TODAY)
    assert (len(figures), faults) == (80, ())
    kinds = {kind: sum(figure.kind is kind for figure in figures) for kind in PublishedKind}
    assert kinds == {
        PublishedKind.WEEK: 30,
        PublishedKind.MONTH: 9,
        PublishedKind.QUARTER: 0,
        PublishedKind.YEAR: 4,
        PublishedKind.CUMULATIVE: 1,
        PublishedKind.YEAR_BY_DISTRICT: 26,
        PublishedKind.YEAR_BY_OPERATOR: 5,
        PublishedKind.YEAR_BY_PURPOSE: 5,
    }


def test_a_week_from_monday_to_saturday_keeps_its_days() -> None:
    figures, _ = read_published(published_figures(), today=TODAY)
    (week,) = [figure for figure in figures if figure.period_from == date(2021, 5, 17)]
    assert week.period.label == "2021-05-17..2021-05-22"
    assert (week.ap_mine, week.at_mine, week.uxo, week.items) == (93, 33, 873, 999)


def test_square_metres_that_the_source_gives_stand_for_truncated_hectares() -> None:
    figures, _ = read_published(published_figures(), today=TODAY)
    (area,) = [figure.area for figure in figures if figure.period_from == date(2021, 5, 17)]
    assert area
    assert (area.number, area.unit, area.precision) == (Decimal(2_436_776), AreaUnit.M2, FigurePrecision.EXACT)


def test_districts_operators_and_purposes_of_a_year_add_up_to_it_within_their_digits() -> None:
    figures, _ = read_published(published_figures(), today=TODAY)
    year = [figure for figure in figures if figure.period.label == "2023" and figure.area]
    (whole,) = [figure.area for figure in year if figure.key == EVERYBODY]
    assert whole
    for kind in (PublishedKind.YEAR_BY_DISTRICT, PublishedKind.YEAR_BY_OPERATOR, PublishedKind.YEAR_BY_PURPOSE):
        parts = [figure.area.number for figure in year if figure.kind is kind and figure.area]
        assert abs(sum(parts) - whole.number) <= Decimal("0.2") * len(parts)


# --- printed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "precision", "en", "az"),
    [
        ("30", AreaUnit.KM2, FigurePrecision.APPROXIMATE, "≈ 30 km²", "≈ 30 km²"),
        ("1644.6", AreaUnit.HA, FigurePrecision.ROUNDED, "1,644.6 ha", "1 644,6 ha"),
        ("10070.0", AreaUnit.HA, FigurePrecision.ROUNDED, "10,070.0 ha", "10 070,0 ha"),
        ("41915", AreaUnit.HA, FigurePrecision.ROUNDED, "41,915 ha", "41 915 ha"),
        ("2436776", AreaUnit.M2, FigurePrecision.EXACT, "2,436,776 m²", "2 436 776 m²"),
    ],
)
def test_an_area_prints_the_digits_that_were_published(
    *, number: str, unit: AreaUnit, precision: FigurePrecision, en: str, az: str
) -> None:
    area = PublishedArea(number=Decimal(number), unit=unit, precision=precision)
    languages: tuple[Language, ...] = ("en", "az")
    assert [area.text(language).replace(NO_BREAK_SPACE, " ") for language in languages] == [en, az]


@given(st.decimals(0, 10**6, places=1), st.floats(0, 1e10), st.sampled_from(AreaUnit))
def test_a_sum_has_as_many_digits_as_what_was_published(number: Decimal, added_m2: float, unit: AreaUnit) -> None:
    area = PublishedArea(number=number, unit=unit, precision=FigurePrecision.ROUNDED)
    total = area.plus(added_m2)
    assert (total.decimals, total.unit, total.precision) == (area.decimals, unit, FigurePrecision.ROUNDED)
    assert total.area_m2 == pytest.approx(area.area_m2 + added_m2, abs=0.051 * unit.area_m2)


# --- precision ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "note", "precision"),
    [
        ("100977", AreaUnit.M2, "", FigurePrecision.EXACT),
        ("10.0977", AreaUnit.HA, "", FigurePrecision.EXACT),
        ("10.1", AreaUnit.HA, "", FigurePrecision.ROUNDED),
        ("0.101", AreaUnit.KM2, "", FigurePrecision.ROUNDED),
        ("30", AreaUnit.KM2, "the statement says about 30 km2", FigurePrecision.APPROXIMATE),
        ("1600", AreaUnit.HA, "headline: more than 1,600 hectares", FigurePrecision.APPROXIMATE),
        ("1644.6", AreaUnit.HA, "about the holidays; headline 130 = 61+69", FigurePrecision.ROUNDED),
    ],
)
def test_precision_follows_from_the_last_digit_and_the_note(
    number: str, unit: AreaUnit, note: str, precision: FigurePrecision
) -> None:
    assert precision_of(Decimal(number), unit, note) is precision


def test_a_stated_precision_goes_before_what_is_worked_out() -> None:
    figure = read_one(*WEEK, "approximate", header=(*HEADER, "precision"))
    assert figure.area
    assert figure.area.precision is FigurePrecision.APPROXIMATE


# --- read ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_columns_are_parted_by_tabs_semicolons_or_commas(mark: str) -> None:
    (figure,), faults = read_published(file(WEEK, mark=mark), today=TODAY)
    assert (figure.uxo, figure.source, faults) == (5498, "https://report.az/x", ())


def test_what_a_source_does_not_say_is_missing_and_not_zero() -> None:
    figure = read_one(*with_(ap_mines="0", at_mines="", area_ha=""))
    assert (figure.ap_mine, figure.at_mine, figure.area, figure.items) == (0, None, None, None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "fortnight"}, "Allowed: week, month"),
        ({"period_from": "20.10.2025"}, "no date"),
        ({"period_to": "2025-10-19"}, "ends before it"),
        ({"period_to": "2026-11-23"}, "future"),
        ({"key": " "}, "“key” is empty"),
        ({"source": ""}, "“source” is empty"),
        ({"uxo": "5.498"}, "“5.498” in “uxo” is not a number such as 1698"),
        ({"ap_mines": "-3"}, "“-3”"),
        ({"area_ha": "1644,6"}, "“1644,6” in “area_ha” is not a number such as 1644.6"),
        ({"area_ha": "1,644.6"}, "“1,644.6”"),
        ({"ap_mines": "", "at_mines": "", "uxo": "", "area_ha": ""}, "holds no figure"),
        ({"area_ha": "12.298"}, "Write 12298, or 12.2980"),
        ({"area_ha": "1000167"}, "1000167 ha cannot be: of 7 days that is more than 500 ha a day"),
        ({"period_from": "20 oktyabr"}, "no date"),
        ({"kind": "month"}, "no whole period of the kind “month”"),
    ],
)
def test_a_bad_line_is_told_with_its_number(changes: dict[str, str], told: str) -> None:
    _, (fault,) = read_published(file(with_(source="https://other.az"), with_(**changes)), today=TODAY)
    assert fault.line == 3
    assert told in fault.told("en")
    assert fault.told("az") != fault.told("en")


def test_every_bad_line_is_told() -> None:
    _, faults = read_published(file(with_(key=""), WEEK, with_(uxo="many"), WEEK), today=TODAY)
    assert [fault.line for fault in faults] == [2, 4, 5]
    assert "Line 3" in faults[-1].told("en")


def test_a_file_that_is_no_table_of_figures_is_told() -> None:
    for content, line, told in (
        (b"", 1, "kind, period_from"),
        (b"kind\tperiod_from\n", 1, "period_to"),
        (file(WEEK) + b"\nweek\t\xff", 3, "UTF-8"),
    ):
        figures, (fault,) = read_published(content, today=TODAY)
        assert (figures, fault.line) == ((), line)
        assert told in fault.told("en")


def test_a_byte_order_mark_and_lines_of_windows_change_nothing() -> None:
    content = b"\xef\xbb\xbf" + file(WEEK).replace(b"\n", b"\r\n")
    assert read_published(content, today=TODAY) == read_published(file(WEEK), today=TODAY)


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (file(WEEK, with_(key="Ağdam, Şuşa")).decode().encode("cp1254"), 3, "not in UTF-8"),
        (file(WEEK).decode().encode("utf-16"), 1, "not in UTF-8"),
        (file(WEEK, with_(key="a\0b")), 3, "not in UTF-8"),
        (file(with_(area_ha="1644,6"), mark=","), 2, "more cells than the first line names"),
        (file(with_(note='"' + "a" * 200_000)), 2, "cannot be taken apart"),
    ],
    ids=["Windows-1254", "UTF-16", "a zero byte", "decimal commas in a file of commas", "an open quotation mark"],
)
def test_a_file_that_is_written_otherwise_is_told_in_both_languages(content: bytes, line: int, told: str) -> None:
    figures, (fault,) = read_published(content, today=TODAY)
    assert (figures, fault.line) == ((), line)
    assert told in fault.told("en")
    assert fault.told("az") != fault.told("en")


def test_the_same_told_twice_is_a_fault_whether_the_values_agree_or_not() -> None:
    for again in (WEEK, with_(uxo="5499")):
        _, (fault,) = read_published(file(WEEK, again), today=TODAY)
        assert (fault.line, "Line 2 tells of the same" in fault.told("en")) == (3, True)


def test_an_area_stands_in_one_column() -> None:
    _, (fault,) = read_published(file((*WEEK, "16.44"), header=(*HEADER, "area_km2")), today=TODAY)
    assert "several columns" in fault.told("en")
