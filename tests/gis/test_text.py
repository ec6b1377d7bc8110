"""Numbers, dates and names: expected texts are quoted from domain.md 3, 12 and 13."""

from datetime import date

import pytest

from gis.codelists import Language
from gis.periods import week, week_of
from gis.text import area_ha_text, area_km2_text, area_m2_text, fold, number_text, period_text, sort_key


@pytest.mark.parametrize(
    ("area_m2", "language", "text"),
    [
        (2_436_776, "en", "243.7"),  # a bulletin truncated it to 243
        (955, "en", "0.0955"),
        (955, "az", "0,0955"),
        (100_977, "en", "10.1"),
        (16_446_000, "az", "1\N{NO-BREAK SPACE}644,6"),
        (16_446_000, "en", "1,644.6"),
        (9_999.99, "en", "1.0000"),
        (10_000, "en", "1.0"),
        (10_500, "en", "1.1"),  # half up, where binary rounding gives 1.0
        (-955, "en", "−0.0955"),
        (0, "en", "0"),
    ],
)
def test_hectares_have_one_decimal_and_four_below_one(area_m2: float, language: Language, text: str) -> None:
    assert area_ha_text(area_m2, language) == text


@pytest.mark.parametrize(("area_m2", "text"), [(100_977, "0.101"), (2_675_000, "2.68"), (11_667_000_000, "11,667.00")])
def test_square_kilometres_have_two_decimals_and_three_below_one(area_m2: float, text: str) -> None:
    assert area_km2_text(area_m2, "en") == text


def test_square_metres_are_whole_and_rounded_half_up() -> None:
    assert area_m2_text(0.5, "en") == "1"
    assert area_m2_text(23_584_545, "az") == "23\N{NO-BREAK SPACE}584\N{NO-BREAK SPACE}545"


def test_a_number_that_rounds_to_nothing_has_no_sign() -> None:
    assert number_text(-0.4, "az") == "0"


def test_a_period_over_the_new_year_names_both_years() -> None:
    assert period_text(date(2024, 12, 30), date(2025, 1, 5), "en") == "30 December 2024 – 5 January 2025"


@pytest.mark.parametrize(
    "spellings",
    [
        ["Tərtər", "Tartar", "Terter"],
        ["Ağdərə", "Aghdara", "Agdere"],
        ["Kəlbəcər", "Kalbajar", "Kelbajar"],
        ["Ağdam", "Aghdam", "Agdam"],
        ["Xocalı", "Khojaly", "Khojali", "XOCALI"],
        ["Xankəndi", "Khankendi", "Khankandi"],
        ["Şuşa", "Shusha", "Susha"],
        ["Xocavənd", "Khojavend", "Khojavand"],
        ["Laçın", "Lachin", "LAÇIN", "lacin"],
        ["Füzuli", "Fuzuli"],
        ["Cəbrayıl", "Jabrayil", "Jabrail"],
        ["Qubadlı", "Gubadli", "Gubadly"],
        ["Zəngilan", "Zangilan", "Zengilan"],
        ["Qazax", "Gazakh"],
        ["Ağstafa", "Agstafa"],
        ["Göygöl", "Goygol", "GÖY-GÖL"],
    ],
)
def test_spellings_of_one_district_fold_to_the_same_and_differ_from_the_others(spellings: list[str]) -> None:
    folds = {fold(spelling) for spelling in spellings}
    others = {fold(name) for name in ("Bərdə", "Goranboy", "Ağcabədi", "Beyləqan", "Gədəbəy")}
    assert len(folds) == 1
    assert not folds & others


def test_azerbaijani_names_sort_by_their_own_alphabet() -> None:
    names = ["Zəngilan", "Xocalı", "Ağdam", "Ağdərə", "Şuşa", "Laçın", "Qubadlı", "Kəlbəcər", "Cəbrayıl", "Tərtər"]
    ordered = ["Ağdam", "Ağdərə", "Cəbrayıl", "Xocalı", "Kəlbəcər", "Qubadlı", "Laçın", "Şuşa", "Tərtər", "Zəngilan"]
    assert sorted(names, key=lambda name: sort_key(name, "az")) == ordered


def test_a_week_begins_on_monday_and_may_begin_in_the_year_before() -> None:
    assert week("2025-W01").start == date(2024, 12, 30)
    assert week_of(date(2026, 1, 1)).label == "2026-W01"


@pytest.mark.parametrize("label", ["2025-W54", "2025-W00", "2025-43", "2025-W4", "last", "2025-W53", ""])
def test_what_is_not_a_week_of_the_calendar_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        week(label)
