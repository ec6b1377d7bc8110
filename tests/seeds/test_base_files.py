import json
from collections.abc import Callable

import geopandas as gpd
import pytest
import shapely

import seeds

Read = Callable[[str, bytes], gpd.GeoDataFrame]


def test_districts_are_the_iso_units_and_aghdara(districts: gpd.GeoDataFrame) -> None:
    by_code = districts.set_index("code")

    assert len(by_code) == 78
    assert (by_code["iso_3166_2"].dropna() == "AZ-" + by_code["iso_3166_2"].dropna().index).all()
    assert by_code.index[by_code["iso_3166_2"].isna()].tolist() == ["AGD"]
    assert by_code.index[by_code.geometry.isna()].tolist() == ["AGD"]
    assert by_code.loc["AGD", "valid_from"].isoformat() == "2023-12-05"


@pytest.mark.parametrize(
    ("code", "name_az", "name_en", "alias"),
    [  # names and other spellings of the agency's bulletins
        ("TAR", "Tərtər", "Tartar", "Terter"),
        ("AGD", "Ağdərə", "Aghdara", "Agdere"),
        ("KAL", "Kəlbəcər", "Kalbajar", "Kelbajar"),
        ("AGM", "Ağdam", "Aghdam", "Agdam"),
        ("XCI", "Xocalı", "Khojaly", "Khojali"),
        ("XA", "Xankəndi", "Khankendi", "Khankandi"),
        ("XVD", "Xocavənd", "Khojavend", "Khojavand"),
        ("FUZ", "Füzuli", "Fuzuli", "Fizuli"),
        ("CAB", "Cəbrayıl", "Jabrayil", "Jabrail"),
        ("QBI", "Qubadlı", "Gubadli", "Gubadly"),
        ("ZAN", "Zəngilan", "Zangilan", "Zengilan"),
    ],
)
def test_districts_are_found_under_the_spellings_of_the_press(
    districts: gpd.GeoDataFrame, *, code: str, name_az: str, name_en: str, alias: str
) -> None:
    district = districts.set_index("code").loc[code]

    assert (district["name_az"], district["name_en"]) == (name_az, name_en)
    assert alias in district["aliases"]


def test_districts_do_not_overlap_and_make_up_the_country(districts: gpd.GeoDataFrame) -> None:
    outlines = districts.geometry.dropna()
    country = shapely.from_geojson(json.dumps(_features("country")[0]["geometry"]))

    assert shapely.area(outlines.array).sum() == pytest.approx(outlines.union_all().area, rel=1e-6)
    assert shapely.symmetric_difference(outlines.union_all(), country).area < 1e-6 * country.area


def test_the_base_map_names_places_in_both_languages_and_ranks_them() -> None:
    places = [feature["properties"] for feature in _features("places")]

    assert [place["name_en"] for place in places if place["rank"] == 1] == ["Baku"]
    assert {"Ağdam", "Füzuli", "Şuşa", "Laçın", "Zəngilan"} <= {
        place["name_az"] for place in places if place["rank"] == 2
    }
    assert all(place["name_az"] and place["name_en"] for place in places)


def test_the_figure_of_2020_stands_once_without_method_and_outline(read: Read) -> None:
    (published,) = seeds.published_files()
    figure = read(published.layer, published.content).set_index("code").loc["RA-2020-0001"]

    assert (figure["release_method"], figure["basis"]) == ("undetermined", "operational")
    assert figure["area_reported_m2"] == 100_977
    assert figure["geometry"] is None
    assert figure["target_types"] is None


def test_base_and_published_files_are_not_called_made_up() -> None:
    assert not any(file.is_made_up for file in (*seeds.base_files(), *seeds.published_files()))


def _features(name: str) -> list[dict[str, dict[str, str | int]]]:
    content = seeds.base_map("country" if name == "country" else "places")
    features: list[dict[str, dict[str, str | int]]] = json.loads(content)["features"]
    return features
