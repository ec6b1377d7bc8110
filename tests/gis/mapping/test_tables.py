"""Messy tables as they come, each with the records that it means, worked out by hand."""

from datetime import date

from gis.mapping import AreaUnit
from tests.gis.mapping.tables import Table, table

LEAST = {"code": "RA-1", "release_method": "cleared", "effective_date": "2025-10-20"}


def test_a_workbook_with_azerbaijani_headings() -> None:
    sent = table(
        {
            "Kod": "RA-1",
            "Tarix": "20.10.2025",
            "Rayon": "Ağdam",
            "Sahə (ha)": "1,5",
            "Üsul": "Təmizlənib",
            "İcraçı": "ANAMA",
            "Dərinlik": 20,
            "Qeyd": "yol kənarı",
            "Layihə": "L-7",
        },
        {
            "Kod": "RA-2",
            "Tarix": "21.10.2025",
            "Rayon": "Kelbecer",
            "Sahə (ha)": "12,298",
            "Üsul": "Azaldılıb",
            "İcraçı": "Müdafiə Nazirliyi",
            "Dərinlik": 30,
            "Qeyd": None,
            "Layihə": "L-7",
        },
    )
    assert sent.fields == [
        {
            "code": "RA-1",
            "effective_date": "20.10.2025",
            "district_code": "Ağdam",
            "area_reported_m2": 15_000,
            "release_method": "cleared",
            "organisation": "ANAMA",
            "depth_cleared_cm": 20,
            "remarks": "yol kənarı",
        },
        {
            "code": "RA-2",
            "effective_date": "21.10.2025",
            "district_code": "Kelbecer",
            "area_reported_m2": 122_980,
            "release_method": "reduced",
            "organisation": "MOD",
            "depth_cleared_cm": 30,
        },
    ]
    assert sent.kinds == [
        "columns-understood",
        "dates-understood",
        "decimals-proven",
        "areas-converted",
        "codes-understood",
        "codes-understood",
        "properties-unknown",
    ]
    assert sent.values("decimals-proven") == {
        "column": "Sahə (ha)",
        "value": "12,298",
        "read": "12.298",
        "proof": "1,5",
    }
    assert sent.values("properties-unknown") == {"names": "Layihə"}


def test_a_shapefile_with_names_cut_to_ten_letters() -> None:
    sent = table(
        {
            "code": "RA-1",
            "release_me": "cleared",
            "effective_": "2025-10-20",
            "area_repor": 5000,
            "district_c": "AGM",
            "hazardous_": "HA-1",
            "depth_clea": 20,
            "completed_": "2025-10-21",
            "reported_b": "Team 4",
            "Shape_Area": 123.4,
            "Shape_Leng": 48.2,
        }
    )
    assert sent.fields == [
        {
            "code": "RA-1",
            "release_method": "cleared",
            "effective_date": "2025-10-20",
            "area_reported_m2": 5000,
            "district_code": "AGM",
            "hazardous_area_codes": "HA-1",
            "depth_cleared_cm": 20,
            "completed_on": "2025-10-21",
            "reported_by": "Team 4",
        }
    ]
    assert sent.kinds == ["columns-understood", "measures-left-out"]
    assert sent.values("measures-left-out") == {"columns": "Shape_Area, Shape_Leng"}


def test_an_export_of_imsma_core() -> None:
    sent = table(
        {
            "OBJECTID": 17,
            "GlobalID": "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
            "Task ID": "T-44",
            "HA number": "HA-AGM-2021-0042",
            "Land release type": "Area reduction",
            "End date": 1760918400000,
            "Operator": "ANAMA",
            "Team": "MCT 3",
            "Area size (sqm)": 8123.5,
            "Clearance method": "Manual; MDD",
            "Status": "Final",
            "EditDate": 1760990000000,
        },
        derive_code=True,
    )
    assert sent.fields == [
        {
            "code": "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "task_code": "T-44",
            "hazardous_area_codes": "HA-AGM-2021-0042",
            "release_method": "reduced",
            "effective_date": 1760918400000,
            "organisation": "ANAMA",
            "reported_by": "MCT 3",
            "area_reported_m2": 8123.5,
            "asset": ["manual", "mdd"],
        }
    ]
    assert sent.values("dates-understood")["read_on"] == "2025-10-20"
    assert sent.values("properties-unknown") == {"names": "EditDate, OBJECTID, Status"}


def test_hectares_with_decimal_commas_and_thousands() -> None:
    sent = table(
        *({**LEAST, "Ümumi sahə, hektar": written} for written in ("0,0955", "1 644,6", "2.436,5", 3, "12,298", None))
    )
    assert [one.get("area_reported_m2") for one in sent.fields] == [955, 16_446_000, 24_365_000, 30_000, 122_980, None]


def test_dates_of_spreadsheets_as_numbers_and_texts() -> None:
    sent = table(*({**LEAST, "effective_date": written} for written in (45950, "45951", 45952.5, "2025-10-23")))
    assert sent.applied.fields is not None
    assert [one["effective_date"] for one in sent.applied.fields] == [45950, "45951", 45952.5, "2025-10-23"]
    assert sent.values("dates-understood") == {
        "column": "effective_date",
        "field": "effective_date",
        "value": "45950",
        "read_on": "2025-10-20",
    }


def test_dates_with_slashes_that_one_of_them_explains() -> None:
    sent = table(
        {"code": "1", "release_method": "cleared", "Tarix": "05/06/2025"},
        {"code": "2", "release_method": "cleared", "Tarix": "23/06/2025"},
    )
    assert [one["effective_date"] for one in sent.fields] == [date(2025, 6, 5), "23/06/2025"]
    assert sent.values("date-order-proven")["proof"] == "23/06/2025"


def test_dates_with_slashes_that_a_person_explains() -> None:
    sent = table({**LEAST, "effective_date": "05/06/2025"}, date_order="month_first")
    assert sent.fields[0]["effective_date"] == date(2025, 5, 6)


def test_codes_as_numbers_with_the_table_of_the_file() -> None:
    rows = [{"code": "RA-1", "method": 1, "effective_date": "2025-10-20", "target_type": 3}]
    sent = Table(rows, codes={"method": {"1": "Clearance", "2": "Reduction"}, "target_type": {"3": "Cluster"}})
    assert sent.understanding.understood.columns[1].field == "release_method"
    assert sent.fields == [
        {"code": "RA-1", "release_method": "cleared", "effective_date": "2025-10-20", "target_type": ["cmr"]}
    ]


def test_codes_as_numbers_with_the_table_of_a_person() -> None:
    sent = table(
        *({**LEAST, "release_method": code} for code in (1, "2", 3.0)),
        codes={"release_method": {"1": "cleared", "2": "reduced", "3": "cancelled"}},
    )
    assert [one["release_method"] for one in sent.fields] == ["cleared", "reduced", "cancelled"]
    assert sent.kinds == []


def test_square_metres_by_method_side_by_side() -> None:
    sent = table(
        {"Kod": "RA-1", "Tarix": "2025-10-20", "Cleared m2": 1200, "Reduced m2": 0, "Cancelled m2": None},
        {"Kod": "RA-2", "Tarix": "2025-10-20", "Cleared m2": "1 200,5", "Reduced m2": 300, "Cancelled m2": ""},
        {"Kod": "RA-3", "Tarix": "2025-10-20", "Cleared m2": 0, "Reduced m2": 0, "Cancelled m2": 0},
    )
    assert sent.fields == [
        {"code": "RA-1", "effective_date": "2025-10-20", "release_method": "cleared", "area_reported_m2": 1200},
        {
            "code": "RA-2-cleared",
            "effective_date": "2025-10-20",
            "release_method": "cleared",
            "area_reported_m2": 1200.5,
            "geometry_source": "none",
            "is_split_by_number": True,
        },
        {
            "code": "RA-2-reduced",
            "effective_date": "2025-10-20",
            "release_method": "reduced",
            "area_reported_m2": 300,
            "geometry_source": "none",
            "is_split_by_number": True,
        },
        {"code": "RA-3", "effective_date": "2025-10-20"},
    ]
    assert sent.kinds == ["columns-understood", "wide-rows-read", "wide-rows-split"]
    assert sent.values("wide-rows-split") == {"row_count": 1, "code": "RA-2-cleared"}
    assert sent.understanding.understood.wide == {
        "Cleared m2": "cleared",
        "Reduced m2": "reduced",
        "Cancelled m2": "cancelled",
    }


def test_a_table_without_outlines_where_one_answer_holds_for_all() -> None:
    sent = table(
        {"Rayon": "Ağdam", "Tarix": "20.10.2025", "Sahə": "1.701,5"},
        {"Rayon": "Xocalı", "Tarix": "20.10.2025", "Sahə": "200"},
        is_drawn=False,
        units={"Sahə": "m2"},
        constants={"release_method": "cleared", "geometry_source": "none"},
        derive_code=True,
    )
    assert [{name: one[name] for name in one if name != "code"} for one in sent.fields] == [
        {
            "district_code": district,
            "effective_date": "20.10.2025",
            "area_reported_m2": area_m2,
            "release_method": "cleared",
            "geometry_source": "none",
        }
        for district, area_m2 in (("Ağdam", 1701.5), ("Xocalı", 200))
    ]
    assert not sent.applied.asked


def test_columns_without_names_are_told_by_their_values() -> None:
    sent = table(
        {"F1": "RA-1", "F2": "Təmizlənib", "F3": "20.10.2025", "F4": "Xocalı", "F5": "Müdafiə Nazirliyi", "F6": 12},
        columns={"F1": "code"},
    )
    assert sent.fields == [
        {
            "code": "RA-1",
            "release_method": "cleared",
            "effective_date": "20.10.2025",
            "district_code": "Xocalı",
            "organisation": "MOD",
        }
    ]
    assert sent.kinds.count("column-by-values") == 4
    assert [(one.name, one.how) for one in sent.understanding.understood.columns] == [
        ("F1", "answer"),
        ("F2", "values"),
        ("F3", "values"),
        ("F4", "values"),
        ("F5", "values"),
        ("F6", None),
    ]


def test_a_unit_in_a_column_of_its_own_or_in_the_cells() -> None:
    beside = table(
        {**LEAST, "Sahə": 1.5, "Vahid": "ha"},
        {**LEAST, "Sahə": "300", "Vahid": "kv.m"},
        {**LEAST, "Sahə": 2, "Vahid": "km²"},
        {**LEAST, "Sahə": 7, "Vahid": "sotka"},
        {**LEAST, "Sahə": None, "Vahid": None},
    )
    assert [one.get("area_reported_m2") for one in beside.fields] == [15_000, 300, 2_000_000, "7 sotka", None]
    inside = table({**LEAST, "Sahə": "1,5 ha"}, {**LEAST, "Sahə": "300 m²"})
    assert [one["area_reported_m2"] for one in inside.fields] == [15_000, 300]
    assert inside.kinds == ["columns-understood"]


def test_depths_in_metres_become_centimetres() -> None:
    sent = table({**LEAST, "Dərinlik (m)": "0,2"}, {**LEAST, "Dərinlik (m)": 0.5})
    assert [one["depth_cleared_cm"] for one in sent.fields] == [20, 50]


def test_hazards_and_tasks_with_headings_of_their_own() -> None:
    hazards = table(
        {"HA number": "HA-1", "Class": "SHA", "Çirklənmə": "PƏM, TƏM", "Tarix": "1 mart 2024", "Status": "Active"},
        layer="hazardous_areas",
    )
    assert hazards.fields == [
        {
            "code": "HA-1",
            "classification": "sha",
            "contamination_types": ["ap_mine", "av_mine"],
            "identified_on": "1 mart 2024",
            "status": "open",
        }
    ]
    tasks = table({"Tapşırıq nömrəsi": "T-1", "Növ": "BAC", "Şirkət": "MOD", "Vəziyyət": "Davam edir"}, layer="tasks")
    assert tasks.fields == [{"code": "T-1", "task_type": "bac", "organisation": "MOD", "status": "active"}]


def test_areas_are_shown_with_their_unit_and_samples() -> None:
    sent = table({**LEAST, "Sahə (ha)": "1,5"}, {**LEAST, "Sahə (ha)": 2})
    area = sent.understanding.understood.columns[-1]
    assert (area.field, area.unit, area.samples) == ("area_reported_m2", AreaUnit.HA, ["1,5", "2"])
