"""Parts as they follow one another: nothing changes where nothing has to, and split rows move those behind them."""

from time import process_time
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS

from gis.files.source import Part, Source
from gis.layers import LAYERS, LAYERS_BY_NAME, Layer
from gis.mapping import Answers, AreaUnit, understand
from gis.mapping.aliases import ALIASES, BOOKKEEPING, UNIT_COLUMNS
from gis.outlines import OutlineFault
from gis.read import read_part
from tests.gis.mapping.tables import DISTRICTS, ORGANISATIONS, Row, part, square, table
from tests.strategies import json_values

RELEASES = LAYERS_BY_NAME["release_areas"]
WIDE = [
    {"Kod": "A", "Tarix": "2025-10-20", "cleared_m2": 10, "reduced_m2": 20},
    {"Kod": "B", "Tarix": "2025-10-20", "cleared_m2": 30, "reduced_m2": 0},
]


def test_a_file_that_names_its_fields_as_they_are_is_not_touched() -> None:
    codes = {"asset": ["manual", "mdd"], "target_types": "cmr, erw"}
    sent = table({"code": "RA-1", "release_method": "cleared", "effective_date": "2025-10-20", "foo": 1, **codes})
    source = sent.part
    assert sent.understanding.apply(source).fields is source.properties


def test_rows_that_are_split_move_those_of_later_parts() -> None:
    sent = table(*WIDE)
    first, second = part(WIDE), part(WIDE, first=2)
    one, two = sent.understanding.apply(first), sent.understanding.apply(second)
    assert (one.first, one.rows, len(one)) == (0, [0, 0, 1], 3)
    assert (two.first, two.rows, len(two)) == (3, [2, 2, 3], 3)
    assert sent.understanding.apply(first).first == 0


def test_releases_split_by_number_share_the_outline_of_their_row() -> None:
    applied = table(*WIDE).applied
    assert applied.outlines.tolist() == [None, None, square(1)]
    assert applied.shared is not None
    assert applied.shared.tolist() == [square(0), square(0), None]
    reading = read_part(applied, RELEASES, crs=CRS(4326))
    assert reading.frame["source_outline"].notna().tolist() == [True, True, False]
    assert reading.frame.geometry.isna().tolist() == [True, True, False]
    assert reading.frame["source_row"].tolist() == [0, 0, 1]
    assert [issue.kind for issue in reading.issues] == []


def test_what_is_wrong_with_a_feature_follows_it() -> None:
    sent = part(WIDE)
    sent.faults.append((1, OutlineFault("ring-not-closed", {})))
    applied = table(*WIDE).understanding.apply(sent)
    assert applied.faults == [(2, OutlineFault("ring-not-closed", {}))]


def test_a_column_that_first_occurs_later_is_read_by_its_own_name() -> None:
    sent = table({"Kod": "A", "release_method": "cleared", "effective_date": "2025-10-20"})
    later = sent.understanding.apply(part([{"Kod": "B", "remarks": "late", "foo": 1}], first=1))
    assert later.fields == [
        {"code": "B", "release_method": None, "effective_date": None, "remarks": "late"},
    ]


# --- codes that are made ------------------------------------------------------------------------------------------


def made(*rows: Row, is_drawn: bool = True) -> list[Any]:
    sent = table(*rows, is_drawn=is_drawn, derive_code=True)
    return [one["code"] for one in sent.applied.fields or []]


def test_the_same_content_has_the_same_code_however_it_is_written() -> None:
    one = made({"release_method": "cleared", "effective_date": "2025-10-20", "area_reported_m2": 15_000})
    other = made({"Üsul": "Təmizlənib", "Tarix": "20.10.2025", "Sahə (ha)": "1,5", "foo": 3})
    assert one == other
    assert [len(code) for code in one] == [len("R-3F7A-K2QX-9M4T-6BWE")]


@pytest.mark.parametrize("change", [{"release_method": "reduced"}, {"remarks": "x"}, {"effective_date": "2025-10-21"}])
def test_other_content_has_another_code(change: Row) -> None:
    row = {"release_method": "cleared", "effective_date": "2025-10-20"}
    assert made(row) != made({**row, **change})


def test_another_outline_has_another_code_and_the_order_of_its_points_does_not_matter() -> None:
    rows = [{"release_method": "cleared", "effective_date": "2025-10-20"}] * 2
    codes = made(*rows)
    assert codes[0] != codes[1]
    turned = part(rows)
    turned.outlines[0] = turned.outlines[0].reverse()
    again = table(*rows, derive_code=True).understanding.apply(turned)
    assert [one["code"] for one in again.fields or []] == codes
    assert len(set(made(*rows, is_drawn=False))) == 1


def test_a_code_of_its_own_stays_and_a_global_id_comes_before_content() -> None:
    ids = "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"
    codes = made({"code": "RA-1", "GlobalID": ids}, {"code": " ", "GlobalID": ids}, {"code": None, "GlobalID": "n/a"})
    assert codes[:2] == ["RA-1", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"]
    assert codes[2].startswith("R-")


# --- anything at all ----------------------------------------------------------------------------------------------

HEADINGS = st.sampled_from(
    [
        *(field.name for layer in LAYERS for field in layer.fields),
        *(name for names in ALIASES.values() for name in names),
        *BOOKKEEPING,
        *UNIT_COLUMNS,
        "Sahə (ha)",
        "cleared_m2",
    ]
)
CELLS = json_values() | st.sampled_from(
    ["05/06/2025", "20.10.2025", "1,5", "12.298", "1 ha", "ha", "Təmizlənib", "Ağdam", "1e400", "NaN", "31.02.2025"]
)
ROWS = st.lists(st.dictionaries(HEADINGS | st.text(max_size=12), CELLS, max_size=8), max_size=4)
ANSWERS = st.builds(
    Answers,
    columns=st.dictionaries(HEADINGS, HEADINGS | st.none(), max_size=2),
    constants=st.dictionaries(HEADINGS, CELLS, max_size=2),
    units=st.dictionaries(HEADINGS, st.sampled_from(AreaUnit), max_size=2),
    decimal=st.sampled_from([None, ",", "."]),
    date_order=st.sampled_from([None, "day_first", "month_first"]),
    codes=st.dictionaries(HEADINGS, st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2), max_size=2),
    derive_code=st.booleans(),
)


FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(layer=st.sampled_from(LAYERS), rows=ROWS, answers=ANSWERS)
def test_no_table_and_no_answers_raise(layer: Layer, rows: list[Row], answers: Answers) -> None:
    understanding = understand(
        Source(format="CSV"), part(rows), layer, answers=answers, districts=DISTRICTS, organisations=ORGANISATIONS
    )
    for first in (0, len(rows)):
        applied = understanding.apply(part(rows, first=first))
        assert applied.fields is not None
        assert len(applied.fields) == len(applied.properties) == len(applied.outlines)
        assert applied.rows is None or len(applied.rows) == len(applied)
        read_part(applied, layer, crs=None)


NAMED = st.dictionaries(st.sampled_from(list(RELEASES.fields_by_name)), st.none() | st.booleans() | st.floats(0, 9))


@FEW
@given(rows=st.lists(NAMED, max_size=4))
def test_what_bears_the_names_of_fields_and_is_neither_text_nor_code_is_not_touched(rows: list[Row]) -> None:
    source = part(rows)
    assert table(*rows).understanding.apply(source).fields is source.properties


def test_mapping_costs_less_than_reading() -> None:
    rows: list[dict[str, Any]] = [
        {
            "Kod": f"RA-{number}",
            "Tarix": f"{1 + number % 28:02}.10.2025",
            "Üsul": "Təmizlənib",
            "Vasitə": "Əllə",
            "Rayon": "Ağdam",
            "Dərinlik": 20,
            "Sahə (ha)": f"{number},5",
            "Layihə": "L-7",
        }
        for number in range(20_000)
    ]
    whole = Part(first=0, properties=rows, outlines=np.full(len(rows), None, dtype=object))
    understanding = table(*rows[:2_000]).understanding
    began = process_time()
    applied = understanding.apply(whole)
    mapped_s = process_time() - began
    began = process_time()
    read_part(applied, RELEASES, crs=CRS(4326))
    assert mapped_s < process_time() - began  # less than reading the same values: measured a third
