"""Tables as people keep them: where the heading stands, how text is written, and where rows lie."""

import io
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import shapely
from pyproj import CRS, Transformer

from gis.answers import Answers
from gis.files import Part
from gis.files.reference import crs_of
from gis.issues import KINDS
from tests.gis.files.reading import Everything, everything

HEADING = ("Kod", "Tarix", "Rayon", "Sahə (m²)")
RECORD = {"Kod": "RA-1", "Tarix": "20.10.2025", "Rayon": "Şuşa", "Sahə (m²)": "1701,5"}


def book(*rows: Collection[Any], **sheets: Collection[Collection[Any]]) -> openpyxl.Workbook:
    """Make a workbook of one sheet, and of more by name."""
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(list(row))
    for name, held in sheets.items():
        sheet = made.create_sheet(name)
        for row in held:
            sheet.append(list(row))
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def text(content: str, folder: Path, encoding: str = "utf-8") -> Everything:
    return everything(content.encode(encoding), folder, name="areas.csv")


# --- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_delimiters_and_encodings_are_found_out(delimiter: str, encoding: str, tmp_path: Path) -> None:
    rows = [HEADING, RECORD.values()]
    content = "\r\n".join(delimiter.join(f'"{cell}"' if delimiter == "," else cell for cell in row) for row in rows)
    found = text(content, tmp_path, encoding)
    assert found.properties == [RECORD]
    assert found.issues == []


def test_text_that_is_no_utf8_is_read_as_turkish_systems_write_and_told(tmp_path: Path) -> None:
    found = text("Kod;Rayon\nRA-1;Şuşa, Göygöl, Ağstafa\n", tmp_path, "cp1254")
    assert found.properties == [{"Kod": "RA-1", "Rayon": "Şuşa, Göygöl, Ağstafa"}]
    assert found.kinds == ["text-encoding-guessed"]


def test_a_decimal_comma_does_not_part_columns_that_semicolons_part(tmp_path: Path) -> None:
    found = text("Kod;Sahə\nRA-1;1701,5\nRA-2;2,25\nRA-3;3,75\n", tmp_path)
    assert [row["Sahə"] for row in found.properties] == ["1701,5", "2,25", "3,75"]


def test_the_delimiter_that_a_spreadsheet_says_holds(tmp_path: Path) -> None:
    assert text("sep=|\nKod|Qeyd\nRA-1|a,b;c\n", tmp_path).properties == [{"Kod": "RA-1", "Qeyd": "a,b;c"}]


def test_cells_may_hold_lines_quotes_and_delimiters(tmp_path: Path) -> None:
    found = text('Kod,Qeyd\nRA-1,"bir\niki, ""üç"""\n', tmp_path)
    assert found.properties == [{"Kod": "RA-1", "Qeyd": 'bir\niki, "üç"'}]


def test_titles_stand_above_the_heading_and_empty_rows_between_records(tmp_path: Path) -> None:
    found = text("Həftəlik hesabat;;\n;;\nKod;Rayon;Sahə\nRA-1;Ağdam;1\n;;\nRA-2;Ağdam;2\n", tmp_path)
    assert [row["Kod"] for row in found.properties] == ["RA-1", "RA-2"]
    assert set(found.properties[0]) == {"Kod", "Rayon", "Sahə"}


def test_columns_of_one_name_are_told_apart_and_nameless_ones_are_kept_if_filled(tmp_path: Path) -> None:
    found = text("Kod;Tarix;Tarix;;\nRA-1;1.2.2025;2.2.2025;x;\n", tmp_path)
    assert found.properties == [{"Kod": "RA-1", "Tarix": "1.2.2025", "Tarix (2)": "2.2.2025", "column 4": "x"}]


def test_a_row_that_is_too_short_or_too_long_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    found = text("Kod;Rayon\nRA-1\nRA-2;Ağdam;x\n", tmp_path)
    assert [(row["Kod"], row["Rayon"]) for row in found.properties] == [("RA-1", None), ("RA-2", "Ağdam")]


# --- workbooks ----------------------------------------------------------------------------------------------------


def test_a_workbook_keeps_dates_and_numbers(tmp_path: Path) -> None:
    row = ["RA-1", date(2025, 10, 20), datetime(2025, 10, 20, 14, 30), 1701.5, 20, True, None]  # noqa: DTZ001 - as sheets have it
    found = everything(saved(book(["Kod", "Gün", "Vaxt", "Sahə", "sm", "Var", "Qeyd"], row)), tmp_path)
    assert list(found.properties[0].values()) == row


def test_merged_titles_and_gaps_are_passed_over_and_rows_keep_their_places(tmp_path: Path) -> None:
    made = book(["Buraxılmış ərazilər"], [], HEADING, RECORD.values(), [], [], ["RA-2", None, "Laçın", 5])
    made.worksheets[0].merge_cells("A1:D1")
    found = everything(saved(made), tmp_path)
    assert [row["Kod"] for row in found.properties] == ["RA-1", "RA-2"]
    assert found.rows == [0, 3]


@pytest.mark.parametrize("word", ["Cəmi", "CƏMİ:", "Yekun:", "Toplam", "Total", "Итого"])
def test_totals_and_what_stands_below_them_are_left_out_and_named(word: str, tmp_path: Path) -> None:
    foot: list[list[Any]] = [[word, None, None, 1701.5], [], ["Məsul şəxs: A. Məmmədov"]]
    found = everything(saved(book(["Hesabat"], HEADING, RECORD.values(), *foot)), tmp_path)
    assert (found.properties, found.kinds) == ([RECORD], ["totals-left-out"])
    assert found.issues[0].values == {"row_count": 2, "rows": f"4 (“{word}”), 6 (“Məsul şəxs: A. Məmmədov”)"}


def test_records_go_on_below_the_total_of_a_district(tmp_path: Path) -> None:
    content = saved(book(HEADING, RECORD.values(), ["Cəmi", None, None, "1701,5"], RECORD.values(), ["Yekun", 2]))
    found = everything(content, tmp_path)
    assert (found.properties, found.rows) == ([RECORD, RECORD], [0, 2])


@pytest.mark.parametrize("row", [["Total", "20.10.2025", "Şuşa", 5], ["Cəmilli", None, None, 5], ["RA-2"]])
def test_records_that_look_like_totals_are_kept(row: list[Any], tmp_path: Path) -> None:
    found = everything(saved(book(HEADING, RECORD.values(), row)), tmp_path)
    assert (len(found.properties), found.kinds) == (2, [])


def test_hidden_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    made = book(HEADING, RECORD.values(), köhnə=[HEADING, ("RA-0", "", "", "")])
    made["köhnə"].sheet_state = "hidden"
    found = everything(saved(made), tmp_path)
    assert (found.properties, found.kinds) == ([RECORD], ["sheets-hidden"])
    assert found.issues[0].values == {"names": "köhnə"}


def test_sheets_are_layers_and_one_is_asked_for(tmp_path: Path) -> None:
    content = saved(book(HEADING, RECORD.values(), Oktyabr=[HEADING, RECORD.values()], boş=[]))
    assert everything(content, tmp_path).kinds == ["source-layer-open"]
    found = everything(content, tmp_path, answers=Answers(source_layer="Oktyabr"))
    assert found.properties == [RECORD]
    assert [layer.name for layer in found.source.layers] == ["Sheet", "Oktyabr"]


def test_the_sheet_of_the_service_s_own_template_is_found_beside_its_notes(tmp_path: Path) -> None:
    content = saved(book(["Qeydlər", "n"], ["a", "b"], release_areas=[["code", "WKT"], ["RA-1", "POINT (47 40)"]]))
    found = everything(content, tmp_path)
    assert (found.source.layer_name, found.kinds) == ("release_areas", ["source-layer-taken"])


def test_the_sheet_whose_columns_are_known_is_read_beside_notes(tmp_path: Path) -> None:
    notes = [("Abbreviatura", "Mənası"), ("QTT", "qeyri-texniki tədqiqat")]
    found = everything(saved(book(HEADING, RECORD.values(), İzahlar=notes)), tmp_path)
    assert (found.properties, found.kinds) == ([RECORD], ["source-layer-taken"])


def test_formulas_whose_results_were_not_saved_are_refused(tmp_path: Path) -> None:
    found = everything(saved(book(["Kod", "Sahə"], ["RA-1", "=2*850"])), tmp_path)
    assert (found.properties, found.kinds) == ([], ["formulas-without-values"])


def test_a_cell_far_away_does_not_make_a_table_endless(tmp_path: Path) -> None:
    made = book(HEADING, RECORD.values())
    made.worksheets[0]["XFD1048576"] = "x"
    assert everything(saved(made), tmp_path).properties == [RECORD]


# --- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [("lon", "lat"), ("Longitude", "Latitude"), ("X", "Y"), ("Uzunluq", "Enlik"), ("Uzunluq dairəsi", "En dairəsi")],
)
def test_columns_of_coordinates_are_known_by_their_names(names: tuple[str, str], tmp_path: Path) -> None:
    found = text(f"Kod;{names[1]};{names[0]}\nRA-1;39,99;46,93\nRA-2;;\n", tmp_path)
    assert found.outlines[0] == shapely.Point(46.93, 39.99)
    assert found.outlines[1] is None
    assert found.properties[0][names[0]] == "46,93"
    assert found.source.crs is None


def test_coordinates_may_be_degrees_minutes_and_seconds(tmp_path: Path) -> None:
    found = text("Kod;Lat;Lon\nRA-1;39°59'24\"N;46°55'48\"E\n", tmp_path)
    assert found.outlines[0].equals_exact(shapely.Point(46.93, 39.99), 1e-9)


def test_eastings_of_two_zones_lie_where_each_row_says(tmp_path: Path) -> None:
    east_38 = Transformer.from_crs(4326, 32638, always_xy=True).transform(46.93, 39.99)
    east_39 = Transformer.from_crs(4326, 32639, always_xy=True).transform(48.5, 40.1)
    rows = "".join(f"RA;{x:.3f};{y:.3f};{zone}\n" for (x, y), zone in ((east_38, "38N"), (east_39, "39")))
    found = text(f"Kod;Easting;Northing;Zone\n{rows}", tmp_path, "utf-8")
    places = [shapely.Point(46.93, 39.99), shapely.Point(48.5, 40.1)]
    assert all(one.equals_exact(place, 1e-7) for one, place in zip(found.outlines, places, strict=True))
    assert found.source.is_placed


def test_mgrs_is_a_place_of_its_own(tmp_path: Path) -> None:
    found = text("Kod;MGRS\nRA-1;38S PK 64773 28431\n", tmp_path)
    assert (found.source.crs, found.source.is_placed) == (CRS.from_epsg(4326), True)
    assert found.outlines[0].distance(shapely.Point(46.93, 39.99)) < 1e-5


def test_a_coordinate_that_is_none_is_told_and_the_others_stand(tmp_path: Path) -> None:
    rows = "".join(f"RA-{number};46.93;39.99\n" for number in range(9))
    found = text(f"Kod;lon;lat\n{rows}RA-9;bilinmir;39.99\nRA-10;46.93;\n", tmp_path)
    assert found.fault_kinds == [(9, "coordinates-malformed"), (10, "coordinates-malformed")]
    assert sum(outline is not None for outline in found.outlines) == 9


def test_columns_named_like_coordinates_that_hold_none_are_only_columns(tmp_path: Path) -> None:
    found = text("Kod;X;Y\nRA-1;bəli;xeyr\n", tmp_path)
    assert (found.outlines.tolist(), found.fault_kinds) == ([None], [])


@pytest.mark.parametrize("name", ["WKT", "geometry", "Həndəsə", "the_geom"])
def test_outlines_as_text_are_known_by_what_they_are(name: str, tmp_path: Path) -> None:
    square = shapely.box(500_000, 4_400_000, 500_100, 4_400_100)
    ewkt = f"SRID=32638;{square.wkt}"
    hexed = shapely.to_wkb(shapely.set_srid(square, 32638), hex=True, include_srid=True)
    for written in (ewkt, hexed):
        found = text(f'Kod;{name}\nRA-1;"{written}"\nRA-2;"{written[:-9]}"\nRA-3;\n', tmp_path)
        assert found.outlines[0].equals(square)
        assert found.fault_kinds == [(1, "coordinates-malformed")]
        assert found.source.crs == CRS.from_epsg(32638)


def test_outlines_as_text_that_cannot_be_drawn_are_told_one_by_one(tmp_path: Path) -> None:
    written = {
        "POLYGON ((47 40, 47.1 40, 47.1 40.1, 47 40))": None,
        "POLYGON ((47 40, 47.1 40, 47.1 40.1))": "ring-not-closed",
        "POLYGON EMPTY": "geometry-empty",
        "POLYGON ((47 40, 47.1 40, 47.1 nan, 47 40))": "coordinates-malformed",
        "POLYGON ((47 40, 47.1 40": "coordinates-malformed",
    }
    found = text("Kod;WKT\n" + "".join(f"RA-1;{one}\n" for one in written), tmp_path)
    assert found.fault_kinds == [(at, kind) for at, kind in enumerate(written.values()) if kind]
    assert [outline is None for outline in found.outlines] == [False, False, True, True, True]


def test_rows_that_are_points_of_outlines_are_gathered(tmp_path: Path) -> None:
    corners = [(46.95, 39.95), (46.951, 39.95), (46.951, 39.951), (46.95, 39.951)]
    rows = "".join(f"HA-1;{number};{lon};{lat}\n" for number, (lon, lat) in enumerate(corners, 1))
    found = text(f"Polygon ID;Turning point;Longitude;Latitude\n{rows}", tmp_path)
    assert found.outlines[0].equals(shapely.Polygon(corners))
    assert found.source.is_placed


@pytest.mark.parametrize(("point_count", "is_outline"), [(4, True), (2, False)])
def test_named_points_of_one_code_are_of_its_outline(point_count: int, is_outline: bool, tmp_path: Path) -> None:  # noqa: FBT001
    corners = [(46.95, 39.95), (46.951, 39.95), (46.951, 39.951), (46.95, 39.951)]
    rows = "".join(
        f"{code};N{number};{lat};{lon}\n"
        for code in ("RA-1", "RA-2")
        for number, (lon, lat) in enumerate(corners[:point_count], 1)
    )
    found = text(f"Kod;Nöqtə;Enlik;Uzunluq\n{rows}", tmp_path)
    assert [outline.geom_type for outline in found.outlines] == (["Polygon"] * 2 if is_outline else ["Point"] * 4)


def test_items_of_one_hazard_are_no_outline(tmp_path: Path) -> None:
    rows = "".join(f"HA-1;EO-{number};39,{number};46,95\n" for number in range(90, 95))
    found = text(f"Hazard ID;Local ID;Enlik;Uzunluq\n{rows}", tmp_path)
    assert [outline.geom_type for outline in found.outlines] == ["Point"] * 5


def test_points_in_metres_of_no_named_system_are_offered_the_systems_that_fit(tmp_path: Path) -> None:
    corners = [(46.95, 39.95), (46.951, 39.95), (46.951, 39.951), (46.95, 39.951)]
    metres = [Transformer.from_crs(4326, 32638, always_xy=True).transform(*corner) for corner in corners]
    rows = "".join(f"HA-1;{number};{y:.3f};{x:.3f}\n" for number, (x, y) in enumerate(metres, 1))
    content = f"Polygon ID;Turning point;Easting;Northing\n{rows}"
    asked = text(content, tmp_path)
    assert {kind for _, kind in asked.fault_kinds} == {"point-without-system"}
    offered = crs_of(asked.source, Part(first=0, properties=[{}], outlines=asked.outlines), Answers()).candidates
    assert [candidate.crs for candidate in offered] == ["EPSG:32638 swapped", "EPSG:2498 swapped"]
    found = everything(content.encode(), tmp_path, answers=Answers(crs=offered[0].crs))
    assert found.outlines[0].equals_exact(shapely.Polygon(corners), 1e-7)
    unknown = everything(content.encode(), tmp_path, answers=Answers(crs="EPSG:99999"))
    assert {kind for _, kind in unknown.fault_kinds} == {"point-without-system"}


# --- size ---------------------------------------------------------------------------------------------------------


def test_an_outline_of_a_million_points_in_one_cell_is_read(tmp_path: Path) -> None:
    angles = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    circle = shapely.Polygon(np.column_stack([47 + 0.01 * np.cos(angles), 40 + 0.01 * np.sin(angles)]))
    content = f"Kod;WKT\nRA-1;{shapely.to_wkt(circle, rounding_precision=9)}\n"
    found = text(content, tmp_path)
    assert shapely.get_num_coordinates(found.outlines[0]) == 1_000_001


def test_long_tables_come_in_parts_whose_positions_go_on(tmp_path: Path) -> None:
    found = text("Kod;Rayon\n" + "".join(f"RA-{number};Ağdam\n" for number in range(25_000)), tmp_path)
    assert found.part_starts == [0, 10_000, 20_000]
    assert [row["Kod"] for row in found.properties[::12_000]] == ["RA-0", "RA-12000", "RA-24000"]


def test_every_question_about_a_file_says_what_answers_it() -> None:
    asked = ("source-layer-open", "crs-unknown", "crs-unrecognised", "crs-answer-unknown")
    assert {KINDS[name].asks for name in asked} <= set(Answers.model_fields)
