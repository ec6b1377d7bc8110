from itertools import combinations

import pytest

from gis.layers import LAYERS, LAYERS_BY_NAME, Layer
from gis.mapping.aliases import ALIASES, OWN_CODES
from gis.mapping.headings import fields_named, own_field, targets

RELEASES = LAYERS_BY_NAME["release_areas"]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_field_is_known_by_its_name_cut_to_ten_letters_and_by_its_labels(layer: Layer) -> None:
    for field in layer.fields:
        assert own_field(field.name, layer) == field.name
        assert fields_named(field.name.upper(), layer) == ("name", (field.name,))
        assert field.name in fields_named(field.name[:10], layer)[1]
        assert field.name in fields_named(field.az, layer)[1]
        assert field.name in fields_named(field.en.upper(), layer)[1]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_no_name_of_one_field_is_taken_for_another(layer: Layer) -> None:
    for one, other in combinations(layer.fields, 2):
        assert fields_named(one.name, layer) != fields_named(other.name, layer)


def test_every_alias_is_of_a_field() -> None:
    fields = frozenset().union(*map(targets, LAYERS))
    assert set(ALIASES) <= fields
    assert set(OWN_CODES) <= set(LAYERS_BY_NAME)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("KOD", "code"),
        ("kod ", "code"),
        ("TARİX", "effective_date"),
        ("Tarix (son iş günü)", "effective_date"),
        ("3. Tarix", "effective_date"),
        ("RAYON", "district_code"),
        ("İCRAÇI", "organisation"),
        ("Icraci", "organisation"),
        ("SAHƏ, m²", "area_reported_m2"),
        ("sahe_ha", "area_reported_m2"),
        ("Sahə (kv. km)", "area_reported_m2"),
        ("AreaHa", "area_reported_m2"),
        ("HA", "hazardous_area_codes"),
        ("HA number", "hazardous_area_codes"),
        ("Release Method", "release_method"),
        ("releaseMethod", "release_method"),
        ("Task_ID", "task_code"),
        ("Dərinlik, sm", "depth_cleared_cm"),
        ("Dərinliyi", "depth_cleared_cm"),
        ("TƏM", "av_mine"),
        ("Team", "reported_by"),
        ("Təmizlənmiş sahə (ha)", "cleared_m2"),
        ("hazardous_area_code", "hazardous_area_codes"),
    ],
)
def test_headings_are_known_however_they_are_typed(heading: str, field: str) -> None:
    assert fields_named(heading, RELEASES)[1] == (field,)


@pytest.mark.parametrize("heading", ["ID", "FID", "OBJECTID", "GlobalID", "Shape_Area", "№", "foo", "", "Layihə"])
def test_what_is_not_known_is_no_field(heading: str) -> None:
    assert fields_named(heading, RELEASES)[1] == ()
