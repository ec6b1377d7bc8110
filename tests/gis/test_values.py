from datetime import date
from typing import Any

import pytest

from gis.codelists import ReleaseMethod
from gis.layers import LAYERS_BY_NAME, Field
from gis.values import Fault, coerce_column, number_from_text

RELEASES = LAYERS_BY_NAME["release_areas"]
HAZARDS = LAYERS_BY_NAME["hazardous_areas"]


def field(name: str) -> Field:
    return RELEASES.field(name) if name in RELEASES.fields_by_name else HAZARDS.field(name)


def coerced(name: str, raw: object) -> tuple[Any, Fault | None]:
    (value,), faults = coerce_column(field(name), [raw])
    return value, faults[0][1] if faults else None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1701,5", 1701.5),
        ("1701.5", 1701.5),
        ("-12,25", -12.25),
        ("−3", -3),
        ("+4", 4),
        ("1 644,6", 1644.6),
        ("1\u00a0644,6", 1644.6),
        ("1 234 567", 1_234_567),
        ("1,644.6", 1644.6),
        ("1.644,6", 1644.6),
        ("1.234.567", 1_234_567),
        ("0,0955", 0.0955),
        ("12 ha", None),
        ("1,64,4", None),
        ("1e5", None),
        ("٣", None),
        ("", None),
        (".", None),
    ],
)
def test_numbers_are_read_in_both_notations(text: str, number: float | None) -> None:
    assert number_from_text(text) == number


@pytest.mark.parametrize("text", ["12.298", "12,298", "0.125", "1234,567"])
def test_one_separator_and_three_digits_are_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        number_from_text(text)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("effective_date", "2025-10-20", date(2025, 10, 20)),
        ("effective_date", "2025-10-20T00:00:00", date(2025, 10, 20)),
        ("effective_date", "2025-10-19T20:00:00Z", date(2025, 10, 20)),  # midnight in Baku
        ("effective_date", "2025-10-19T19:59:59Z", date(2025, 10, 19)),
        ("passes", "2", 2),
        ("passes", 2.0, 2),
        ("task_code", 17, "17"),
        ("task_code", 17.0, "17"),
        ("district_code", "AZ-AGM", "AGM"),
        ("task_code", "AZ-AGM", "AZ-AGM"),
        ("target_types", "cmr; erw,cmr", ["cmr", "erw"]),
        ("target_types", [], None),
        ("asset", ["manual", "manual"], ["manual"]),
        ("reopens_released", "bəli", True),
        ("reopens_released", 0, False),
        ("reopens_released", None, False),
        ("basis", None, "operational"),
    ],
)
def test_values_become_what_their_field_holds(name: str, raw: object, value: object) -> None:
    given = coerced(name, raw)[0]
    assert given == value
    assert type(given) is type(value)


@pytest.mark.parametrize("method", ReleaseMethod)
@pytest.mark.parametrize("language", ["en", "az"])
def test_a_label_is_read_as_its_code_and_told(method: ReleaseMethod, language: str) -> None:
    label = method.en if language == "en" else method.az
    value, fault = coerced("release_method", label)
    assert value == method.value
    assert fault == Fault("code-by-label", {"value": label, "code": method.value})


@pytest.mark.parametrize(
    ("raw", "likely"),
    [
        ("20.10.2025", "2025-10-20"),
        ("2025/10/20", "2025-10-20"),
        ("20251020", "2025-10-20"),
        (1760918400000, "2025-10-20"),
    ],
)
def test_another_form_of_date_is_refused_with_what_it_looks_like(raw: object, likely: str) -> None:
    value, fault = coerced("effective_date", raw)
    assert value is None
    assert fault == Fault("date-in-another-form", {"value": str(raw), "iso": likely})


@pytest.mark.parametrize("name", RELEASES.fields_by_name)
@pytest.mark.parametrize("raw", [{"a": 1}, [[1]], True, 1e300, -1, "\x01", "x" * 20_000, [None], float(2**70)])
def test_what_cannot_be_used_is_missing_and_told(name: str, raw: object) -> None:
    value, fault = coerced(name, raw)
    is_usable = value not in (None, field(name).default)
    assert is_usable or fault is not None or raw == [None]


def test_faults_carry_the_position_of_each_value() -> None:
    values, faults = coerce_column(field("passes"), [1, "x", None, "x"])
    assert values == [1, None, None, None]
    assert [position for position, _ in faults] == [1, 3]


def test_a_long_value_is_shown_cut_and_on_one_line() -> None:
    _, fault = coerced("passes", "seven\n" * 100)
    assert fault is not None
    shown = str(fault.values["value"])
    assert len(shown) == 60
    assert "\n" not in shown
