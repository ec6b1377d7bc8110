from datetime import UTC, date, datetime
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
        ("reopens_released", None, None),
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
    ("raw", "day"),
    [
        ("20.10.2025", date(2025, 10, 20)),
        ("5.6.25", date(2025, 6, 5)),
        ("20/10/2025", date(2025, 10, 20)),
        ("10/20/2025", date(2025, 10, 20)),
        ("06/06/2025", date(2025, 6, 6)),
        ("2025/10/20", date(2025, 10, 20)),
        ("20251020 ", date(2025, 10, 20)),
        (20251020, date(2025, 10, 20)),
        ("20 oktyabr 2025", date(2025, 10, 20)),
        ("20 Oktyabr 2025-ci il", date(2025, 10, 20)),
        ("20 İyun 2025", date(2025, 6, 20)),
        ("20-Oct-2025", date(2025, 10, 20)),
        ("2025-10-20 00:00:00", date(2025, 10, 20)),
        ("20.10.2025 00:00", date(2025, 10, 20)),
        (datetime(2025, 10, 20, 13, 30), date(2025, 10, 20)),  # noqa: DTZ001 - as workbooks hold them
        (datetime(2025, 10, 19, 20, tzinfo=UTC), date(2025, 10, 20)),
        (45950, date(2025, 10, 20)),  # Excel: =DATE(2025;10;20) shown as a number
        (" 45950", date(2025, 10, 20)),
        (45950.75, date(2025, 10, 20)),
        ("45950,0", date(2025, 10, 20)),
        (1760918400000, date(2025, 10, 20)),  # 2025-10-20T00:00Z
        (1760904000000, date(2025, 10, 20)),  # 2025-10-19T20:00Z, midnight in Baku
        (1760903999999, date(2025, 10, 19)),
        (1.7609184e12, date(2025, 10, 20)),
        ("1760918400000 ", date(2025, 10, 20)),
        (-86_400_000, date(1969, 12, 31)),
    ],
)
def test_a_date_is_read_in_every_form_that_leaves_no_doubt(raw: object, day: date) -> None:
    assert coerced("effective_date", raw) == (day, None)


@pytest.mark.parametrize(
    "raw", ["31.02.2025", "20/13/2025", "in May", 2025, 1_760_918_400, "2025-W43", True, "5 foo 2025"]
)
def test_what_is_no_date_is_none(raw: object) -> None:
    value, fault = coerced("effective_date", raw)
    assert value is None
    assert fault is not None
    assert fault.kind == "date-unreadable"


def test_a_date_whose_day_and_month_could_change_places_is_asked_about() -> None:
    assert coerced("effective_date", "05-06-2025") == (
        None,
        Fault("date-ambiguous", {"value": "05-06-2025", "one_on": "2025-06-05", "other_on": "2025-05-06"}),
    )


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
