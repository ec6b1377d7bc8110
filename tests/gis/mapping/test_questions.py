"""What has to be asked, what nearly had, and what is told instead."""

import re

import pytest

from gis.issues import KINDS, word
from gis.issues.mapping_kinds import MAPPING_KINDS
from gis.language import LANGUAGES
from gis.mapping import Answers, Saved
from tests.gis.mapping.tables import Row, Table, table

LEAST = {"code": "RA-1", "release_method": "cleared", "effective_date": "2025-10-20"}
WITHOUT = {name: {key: value for key, value in LEAST.items() if key != name} for name in LEAST}
MAPPED = Saved(id="1", column_names=frozenset({"Kod"}), answers=Answers(columns={"Kod": "code"}))

CASES: list[tuple[str, Table, Table]] = [
    ("codes-missing", table(WITHOUT["code"]), table(WITHOUT["code"], derive_code=True)),
    (
        "codes-perhaps",
        table({**WITHOUT["code"], "Name": "A-1"}, {**WITHOUT["code"], "Name": "A-2"}),
        table({**WITHOUT["code"], "Name": "A-1"}, {**WITHOUT["code"], "Name": "A-1"}),
    ),
    ("method-column-missing", table(WITHOUT["release_method"]), table(WITHOUT["release_method"], LEAST)),
    (
        "date-column-missing",
        table(WITHOUT["effective_date"]),
        table(WITHOUT["effective_date"], constants={"effective_date": "2025-10-20", "date_precision": "reported"}),
    ),
    (
        "column-missing",
        table({"code": "T-1", "organisation": "OP", "status": "active"}, layer="tasks"),
        table({"code": "T-1", "task_type": "bac", "organisation": "OP", "status": "active"}, layer="tasks"),
    ),
    (
        "outlines-missing",
        table({**LEAST, "area_reported_m2": 5}, is_drawn=False),
        table({**LEAST, "area_reported_m2": 5, "geometry_source": "none"}, is_drawn=False),
    ),
    (
        "column-of-several-fields",
        table({**WITHOUT["release_method"], "Üsul": "X-7"}),
        table({**WITHOUT["release_method"], "Üsul": "Əllə"}),
    ),
    (
        "columns-of-one-field",
        table({**WITHOUT["effective_date"], "Tarix": "2025-10-20", "End date": "2025-10-21"}),
        table({**WITHOUT["effective_date"], "Tarix": None, "End date": "2025-10-21"}),
    ),
    (
        "columns-beside",
        table({**LEAST, "Qeyd": "a", "Comment": "b"}),
        table({**LEAST, "remarks": "a", "Comment": "b"}),
    ),
    (
        "column-by-values",
        table({**WITHOUT["release_method"], "F2": "Təmizlənib"}),
        table({**WITHOUT["release_method"], "F2": "Təmizlənib", "F3": "Azaldılıb"}),
    ),
    ("answer-unknown", table(LEAST, columns={"x": "kode"}), table(LEAST, columns={"x": None})),
    ("answered-columns-absent", table(LEAST, columns={"x": None}), table({**LEAST, "x": 1}, columns={"x": None})),
    ("unit-missing", table({**LEAST, "Sahə": 5}), table({**LEAST, "Sahə": "5 m²"})),
    ("areas-converted", table({**LEAST, "Sahə (ha)": 5}), table({**LEAST, "Sahə (m²)": 5})),
    (
        "decimals-proven",
        table({**LEAST, "processed_m2": "12,298"}, {**LEAST, "processed_m2": "1,5"}),
        table({**LEAST, "processed_m2": "12,298"}, {**LEAST, "processed_m2": "1,5"}, {**LEAST, "processed_m2": "1.5"}),
    ),
    (
        "date-order-proven",
        table({**LEAST, "effective_date": "05/06/2025"}, {**LEAST, "effective_date": "25/06/2025"}),
        table(*({**LEAST, "effective_date": written} for written in ("05/06/2025", "25/06/2025", "06/25/2025"))),
    ),
    ("dates-understood", table({**LEAST, "effective_date": "20.10.2025"}), table(LEAST)),
    ("codes-understood", table({**LEAST, "release_method": "Təmizlənib"}), table({**LEAST, "release_method": "cler"})),
    ("columns-understood", table({**WITHOUT["code"], "Kod": "RA-1"}), table(LEAST)),
    ("mapping-saved-used", Table([{"Kod": "RA-1"}], saved=(MAPPED,)), Table([{"Code": "RA-1"}], saved=(MAPPED,))),
    (
        "measures-left-out",
        table({**LEAST, "Shape_Area": 5}),
        table({**LEAST, "Shape_Area": 5}, units={"Shape_Area": "m2"}, columns={"Shape_Area": "area_reported_m2"}),
    ),
    ("wide-rows-read", table({"Kod": "1", "cleared_m2": 5}), table({**LEAST, "cleared_m2": 5})),
    (
        "wide-rows-split",
        table({"Kod": "1", "cleared_m2": 5, "reduced_m2": 6}),
        table({"Kod": "1", "cleared_m2": 5, "reduced_m2": 0}),
    ),
    ("codes-derived", table(WITHOUT["code"], derive_code=True), table(LEAST, derive_code=True)),
]


@pytest.mark.parametrize(("kind", "breaking", "near"), CASES, ids=[kind for kind, _, _ in CASES])
def test_a_table_that_leaves_something_open_is_told_and_one_that_nearly_does_is_not(
    kind: str, breaking: Table, near: Table
) -> None:
    assert kind in breaking.kinds
    assert kind not in near.kinds


def test_every_kind_is_shown() -> None:
    assert {kind.name for kind in MAPPING_KINDS} == {kind for kind, _, _ in CASES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_told_has_its_values(language: str) -> None:
    issues = [issue for _, breaking, _ in CASES for issue in breaking.issues]
    said = [word(issue, "az" if language == "az" else "en") for issue in issues]
    assert [text for text in said if re.search(r"\{\w+\}| \?|`\?`|None", text)] == []


def asking(sent: Table) -> dict[str | None, str | None]:
    """Give what is asked of a table, by field."""
    asks = {issue.field: KINDS[issue.kind].asks for issue in sent.issues}
    return {field: answer for field, answer in asks.items() if answer}


def test_what_a_whole_file_lacks_is_asked_once_and_of_no_feature() -> None:
    sent = table(*({"code": f"RA-{number}"} for number in range(50)))
    assert asking(sent) == {"release_method": "constants", "effective_date": "constants"}
    assert sent.applied.asked == {"release_method", "effective_date"}


@pytest.mark.parametrize(("reduced_m2", "is_asked"), [(3_000, False), (0, True)])
def test_rows_that_are_split_by_number_need_not_say_that_nothing_is_drawn(
    reduced_m2: int,
    is_asked: bool,  # noqa: FBT001
) -> None:
    row = {**WITHOUT["release_method"], "cleared_m2": 12_500, "reduced_m2": reduced_m2}
    sent = table(row, row | {"cleared_m2": 1, "reduced_m2": 1}, is_drawn=False)
    assert ("geometry_source" in asking(sent)) is is_asked
    assert ("geometry_source" in sent.applied.asked) is is_asked


def test_a_column_of_names_is_offered_for_the_codes_and_one_of_days_or_long_texts_is_not() -> None:
    rows = [
        {"Name": f"RA-{day}", "Seen": f"{day}.10.2025", "Said": "A text of more letters than any code " * day, "n": day}
        for day in (1, 2)
    ]
    sent = table(*({**WITHOUT["code"], **row} for row in rows))
    assert sent.values("codes-perhaps") == {"columns": "“Name”", "field": "code"}
    assert asking(sent) == {"code": "derive_code"}


def test_a_unit_that_is_missing_is_asked_before_what_follows_from_it() -> None:
    sent = table({**WITHOUT["release_method"], "Cleared": 12_500, "Reduced": 3_000}, is_drawn=False)
    assert asking(sent) == {"cleared_m2": "units", "reduced_m2": "units"}


def test_a_column_that_may_be_the_missing_field_is_asked_about_and_the_field_is_not() -> None:
    sent = table({**WITHOUT["release_method"], "Üsul": 7})
    assert [(issue.kind, KINDS[issue.kind].asks) for issue in sent.issues] == [("column-of-several-fields", "columns")]
    assert sent.applied.asked == {"release_method"}


def test_a_method_said_for_the_whole_file_fills_what_is_blank_and_nothing_else() -> None:
    sent = table(
        {**LEAST, "release_method": "reduced"},
        {**LEAST, "release_method": " "},
        constants={"release_method": "cleared"},
    )
    assert [one["release_method"] for one in sent.fields] == ["reduced", "cleared"]


def test_a_day_said_for_the_whole_file_is_the_days_of_its_report() -> None:
    sent = table(
        {**LEAST, "effective_date": "2025-10-13"},
        {**LEAST, "effective_date": None},
        constants={"effective_date": "2025-10-20"},
    )
    assert [one["effective_date"] for one in sent.fields] == ["2025-10-13", "2025-10-20"]
    assert [one.get("date_precision") for one in sent.fields] == [None, "reported"]


@pytest.mark.parametrize("name", ["Shape_Area", "Shape__Area", "SHAPE_LENG", "Shape.STArea()", "st_area(shape)"])
def test_what_a_program_measured_is_no_reported_area(name: str) -> None:
    sent = table({**LEAST, name: 812.7})
    assert sent.fields == [LEAST]
    assert sent.kinds == ["measures-left-out"]


def test_a_person_may_take_it_for_one_and_is_asked_for_the_unit() -> None:
    sent = table({**LEAST, "Shape_Area": 812.7}, columns={"Shape_Area": "area_reported_m2"})
    assert asking(sent) == {"area_reported_m2": "units"}
    assert sent.fields == [LEAST]


def test_numbers_without_proof_stay_as_they_are_for_the_feature_to_ask() -> None:
    sent = table({**LEAST, "Sahə (ha)": "12,298"}, {**LEAST, "Sahə (ha)": "7"})
    assert [one["area_reported_m2"] for one in sent.fields] == ["12,298", 70_000]
    said = table({**LEAST, "Sahə (ha)": "12,298"}, decimal=".")
    assert said.fields[0]["area_reported_m2"] == 122_980_000


@pytest.mark.parametrize(
    ("rows", "meant"),
    [
        ([{"Üsul": "Əllə"}, {"Üsul": "Mexaniki"}], "asset"),
        ([{"Üsul": "Təmizlənib"}, {"Üsul": "Ləğv edilib"}], "release_method"),
    ],
)
def test_a_heading_of_two_fields_is_settled_by_its_values(rows: list[Row], meant: str) -> None:
    sent = table(*({"code": "1", "effective_date": "2025-10-20", **row} for row in rows))
    assert sent.understanding.understood.columns[-1].field == meant


def test_a_heading_is_not_taken_for_a_field_that_another_column_bears_the_name_of() -> None:
    sent = table({**LEAST, "Təmizlən": "9,5 m²", "depth_cleared_cm": 20})
    assert sent.understanding.understood.columns[-2].field == "area_reported_m2"


def test_an_answer_holds_over_a_heading_and_leaves_columns_out() -> None:
    sent = table({**LEAST, "Tarix": "2025-10-21", "Rayon": "AGM"}, columns={"Tarix": "effective_date", "Rayon": None})
    assert sent.fields == [{**LEAST, "effective_date": "2025-10-21"}]


def test_digits_are_not_taken_for_dates_or_codes_by_their_values() -> None:
    sent = table({**LEAST, "a": 45950, "b": "20251020", "c": "1"})
    assert sent.fields == [LEAST]


def test_the_days_of_a_program_are_not_guessed_to_be_days_of_work() -> None:
    sent = table({**WITHOUT["effective_date"], "CreationDate": "2025-10-20", "created_date": "2025-10-20"})
    assert asking(sent) == {"effective_date": "constants"}
