"""Templates say all that there is to know of a layer's fields."""

import json
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from gis.codelists import ReleaseMethod
from gis.layers import LAYERS_BY_NAME
from gis.template import UnknownFormatError, described, write_template

RELEASES = LAYERS_BY_NAME["release_areas"]


def test_a_coded_field_lists_its_codes() -> None:
    fields = {field["name"]: field for field in described(RELEASES)}
    assert fields["release_method"]["codes"] == [method.value for method in ReleaseMethod]
    assert fields["release_method"]["is_required"]
    assert fields["remarks"]["codes"] == []


def test_an_example_fills_what_is_required_and_leaves_the_rest_to_its_default(tmp_path: Path) -> None:
    write_template(RELEASES, tmp_path / "example.geojson")
    (feature,) = json.loads((tmp_path / "example.geojson").read_bytes())["features"]
    filled = {name for name, value in feature["properties"].items() if value is not None}
    required = {field.name for field in RELEASES.fields if field.is_required}
    defaults = {field.name for field in RELEASES.fields if field.default is not None}
    assert filled == required | defaults
    assert feature["geometry"]["type"] == "Polygon"


def test_the_fields_are_a_table_of_their_own_in_a_geopackage(tmp_path: Path) -> None:
    write_template(RELEASES, tmp_path / "example.gpkg")
    write_template(RELEASES, tmp_path / "example.gpkg")  # again: it replaces the first
    fields: pd.DataFrame = pyogrio.read_dataframe(tmp_path / "example.gpkg", layer="fields", read_geometry=False)
    assert fields["name"].tolist() == list(RELEASES.fields_by_name)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"must be one of \.geojson, \.gpkg, \.xlsx"):
        write_template(RELEASES, tmp_path / "example.doc")
