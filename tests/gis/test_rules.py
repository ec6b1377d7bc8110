"""The rules as users read them: all of them by title, each with what can be said, its layers and thresholds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.checks import CHECKS, Scope, Surroundings, Thresholds, check
from gis.checks.guide import RuleGuide, guide
from gis.issues import KINDS, word
from gis.issues.rules import RULES
from gis.language import LANGUAGES
from gis.layers import LAYERS, Field, Kind, Layer
from tests.gis.breaking.case import TODAY, collection, issues_of, release
from tests.gis.breaking.work_cases import beside
from tests.strategies import multipolygons

GUIDE = guide(Surroundings(today=TODAY))
SECTION_9 = (
    *(f"GEO-{number:02}" for number in range(1, 13)),
    *(f"DAT-{number:02}" for number in range(1, 5)),
    *(f"REL-{number:02}" for number in range(1, 9)),
    *("EO-01", "EO-02", "EO-03", "HAZ-01", "HAZ-02", "HAZ-03", "TSK-01", "QC-01", "VIC-01", "VIC-02", "EOR-01"),
    *("WF-01", "RPT-01", "RPT-02", "IMP-01", "IMP-02", "IMP-03"),
)


def test_all_of_section_9_is_there_in_its_order_and_then_the_rules_of_uploads() -> None:
    assert tuple(rule.code for rule in RULES[: len(SECTION_9)]) == SECTION_9
    assert {rule.code[:3] for rule in RULES[len(SECTION_9) :]} == {"FIL"}


def test_every_rule_of_a_kind_or_a_check_is_in_the_list() -> None:
    codes = {rule.code for rule in RULES}
    assert len(codes) == len(RULES)
    assert {kind.rule for kind in KINDS.values()} <= codes
    assert {rule for one in CHECKS for rule in one.rules} <= codes


@pytest.mark.parametrize("one", GUIDE, ids=lambda one: one.rule.code)
def test_a_rule_says_something_of_some_layer_or_why_not(one: RuleGuide) -> None:
    is_elsewhere = bool(one.rule.elsewhere_en)
    assert bool(one.kinds) != is_elsewhere
    assert bool(one.layers) != is_elsewhere
    assert bool(one.rule.elsewhere_az) == is_elsewhere
    assert one.rule.en != one.rule.az


def test_every_threshold_belongs_to_a_rule_that_is_checked() -> None:
    shown = [threshold.setting for one in GUIDE for threshold in one.thresholds]
    names = [f"LANDRELEASE_THRESHOLDS__{name.upper()}" for name in Thresholds.model_fields]
    assert sorted(shown) == sorted([*names, "LANDRELEASE_DISTRICT_TOLERANCE_M"])
    assert all(one.kinds for one in GUIDE if one.thresholds)


@pytest.mark.parametrize("name", Thresholds.model_fields)
def test_a_threshold_says_in_its_docstring_of_which_rule_it_is(name: str) -> None:
    said = Thresholds.model_fields[name].description or ""
    setting = f"LANDRELEASE_THRESHOLDS__{name.upper()}"
    (of,) = [one.of for rule in RULES for one in Thresholds().of_rule(rule.code) if one.setting == setting]
    assert said.startswith(of.rule)
    assert of.en != of.az


def test_thresholds_that_mean_nothing_are_refused() -> None:
    wrong: list[Mapping[str, Any]] = [{"overlap_m2": -1}, {"area_factor": 1}, {"identical_days": 1}, {"overlap": 5}]
    for values in wrong:
        with pytest.raises(ValueError, match="validation error"):
            Thresholds(**values)


def test_a_threshold_that_is_set_is_the_one_that_speaks(tmp_path: Path) -> None:
    known = Surroundings(today=TODAY, thresholds=Thresholds(area_small_m2=9_500, earliest_on=date(2025, 10, 21)))
    path = tmp_path / "file.geojson"
    path.write_bytes(collection(release()))
    said = {issue.kind: word(issue, "en") for issue in issues_of(path, "release_areas", known)}
    assert {"area-small", "date-long-ago"} <= said.keys()
    assert "before 21 October 2025" in said["date-long-ago"]


# --- any records --------------------------------------------------------------------------------------------------

LAYER: dict[str, Layer] = {layer.name: layer for layer in LAYERS}
LOOKED_AT = ("organisations", "hazardous_areas", "tasks", "release_areas", "eo_items")
TEXTS = ("A", "B", "Team 4", "tel. 050 234 56 78", "", "Elçin\nMəmmədov", "\u0130")
CODES = ("A", "B", "AGM", "Akdam")
DAYS = (*(date(2025, 10, day) for day in range(13, 21)), date(1, 1, 1), date(9999, 12, 31))
SOME: Mapping[Kind, Sequence[Any]] = {
    Kind.TEXT: TEXTS,
    Kind.TEXTS: (["A"], ["B", "Team 4"]),
    Kind.INTEGER: (-1, 0, 1, 1_000),
    Kind.NUMBER: (-1.0, 0.0, 500.0, 9_488.0, 1e18),
    Kind.DATE: DAYS,
    Kind.BOOLEAN: (True, False),
    Kind.LINK: CODES,
    Kind.LINKS: (["A"], ["B", "A"], ["C"]),
}
PLACES = (
    None,
    shapely.Point(46.9505, 39.9505),
    shapely.Point(0, 0),
    shapely.LineString([(46.95, 39.95), (46.951, 39.95)]),
    shapely.box(46.95, 39.95, 46.951, 39.951),
    shapely.box(46.9505, 39.95, 46.952, 39.951),
    shapely.Polygon([(46.95, 39.95), (46.951, 39.951), (46.951, 39.95), (46.95, 39.951)]),
    shapely.MultiPolygon(),
    shapely.MultiPolygon([shapely.box(44.5, 38.2, 51, 42.1)]),
)


def records(layer: Layer, random: Random, outline: shapely.Geometry) -> gpd.GeoDataFrame:
    """Draw a few records as normalising gives them: often without a value, few different ones, so that they meet."""
    rows = range(random.randint(0, 6))
    columns = {field.name: pd.Series([value_of(field, random) for _ in rows], dtype=object) for field in layer.fields}
    geometries = [random.choice([outline, *PLACES]) if layer.shapes else None for _ in rows]
    beside_fields = random.choice([{}, {"phone": "1"}, {"comment": "a@b.org"}])
    return gpd.GeoDataFrame(
        {**columns, "properties": pd.Series([beside_fields for _ in rows], dtype=object)},
        geometry=gpd.GeoSeries(geometries, crs=4326),
        crs=4326,
    )


def value_of(field: Field, random: Random) -> Any:  # noqa: ANN401 - of any kind
    """Draw what a typed column may hold."""
    if random.random() < 0.4:
        return None
    if field.codelist is None:
        return random.choice(SOME[field.kind])
    codes = [member.value for member in field.codelist]
    return random.sample(codes, random.randint(1, 2)) if field.kind is Kind.CODES else random.choice(codes)


def surroundings(random: Random, outline: shapely.Geometry) -> Surroundings:
    """Draw what is known: nothing, or some records of every layer and sums of work."""
    if random.random() < 0.2:
        return Surroundings.none(TODAY)
    published = {name: records(LAYER[name], random, outline).drop(columns="properties") for name in LOOKED_AT}
    known = beside(
        team_days=[("A", "Team 4", date(2025, 10, day), 500.0) for day in range(13, 17)],
        day_reports=[("R", "A", "A", "Team 4", None, date(2025, 10, 20), "cleared", None)],
        task_sums=[("A", 0.0, 500.0, 100.0, True), ("B", None, None, None, None)],
    )
    hazards = published["hazardous_areas"].assign(remaining_m2=5.0, last_work_on=date(2025, 10, 20))
    return replace(
        known,
        published=published | {"hazardous_areas": hazards},
        known_codes={name: frozenset({"A"}) for name in LAYER},
    )


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
@settings(max_examples=6, deadline=None, derandomize=True)
@given(random=st.randoms(use_true_random=True), outline=multipolygons())
def test_checking_never_raises_and_every_check_keeps_to_its_rules(
    layer: Layer, random: Random, outline: shapely.Geometry
) -> None:
    frame, known = records(layer, random, outline), surroundings(random, outline)
    issues = check(frame, layer, known)
    for language in LANGUAGES:
        assert not [said for said in (word(issue, language) for issue in issues) if re.search(r"\{\w+\}", said)]
    declared = {rule for one in CHECKS if layer.name in one.layers for rule in one.rules}
    assert {KINDS[issue.kind].rule for issue in issues} - {"FIL-02"} <= declared
    if len(frame):
        keys = frame.drop(columns=["geometry", "properties"]).dropna(axis="columns", how="all")
        check(keys.assign(code=frame["code"], area_m2=9_488.0), layer, known, scopes={Scope.WHOLE})
