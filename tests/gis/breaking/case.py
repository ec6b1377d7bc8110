"""How a kind of issue is shown: small files, features that are in order, and what lies around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import orjson
import shapely

from gis.checks import Surroundings, check
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME
from gis.normalise import normalise
from gis.read import read_whole

TODAY = date(2026, 11, 21)
Feature = dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A kind, a file of a layer that has it, and a file that nearly has; with some words that its message has."""

    kind: str
    layer: str = "release_areas"
    breaking: bytes
    near: bytes
    says: str = ""
    surroundings: Surroundings = field(default_factory=lambda: Surroundings.none(TODAY))


@cache
def breaking_issues(case: Case) -> list[Issue]:
    """Take the file that breaks the rule the whole way; once for all that ask."""
    return _issues(case.breaking, case)


def near_issues(case: Case) -> list[Issue]:
    """Take the file that nearly breaks the rule the whole way."""
    return _issues(case.near, case)


def _issues(content: bytes, case: Case) -> list[Issue]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "upload")
        path.write_bytes(content)
        return issues_of(path, case.layer, case.surroundings)


def issues_of(path: Path, layer_name: str, surroundings: Surroundings) -> list[Issue]:
    """Take a file the whole way from its bytes to its issues."""
    layer = LAYERS_BY_NAME[layer_name]
    districts = surroundings.districts if surroundings.has_database else None
    reading = read_whole(path, layer)
    normal = normalise(reading.frame, layer, districts=districts)
    return [*reading.issues, *normal.issues, *check(normal.frame, layer, surroundings)]


# --- features in order --------------------------------------------------------------------------------------------


def square(lon: float = 46.95, lat: float = 39.95, size: float = 0.001) -> dict[str, Any]:
    """Draw a square from its south-western corner; 0.001 degrees are some 85 by 111 m, 9,480 m²."""
    return outline([lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size])


def outline(*corners: list[float]) -> dict[str, Any]:
    """Draw a Polygon through corners and back to the first."""
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def point(lon: float = 46.9505, lat: float = 39.9505) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def release(geometry: object = ..., **properties: object) -> Feature:
    """Give an operational clearance that breaks no rule."""
    given = {
        "code": "RA-1",
        "release_method": "cleared",
        "effective_date": "2025-10-20",
        "asset": ["manual"],
        "depth_cleared_cm": 20,
    }
    return _feature(geometry, {**given, **properties})


def hazard(geometry: object = ..., **properties: object) -> Feature:
    """Give a suspected area that breaks no rule."""
    given = {
        "code": "HA-1",
        "classification": "sha",
        "contamination_types": ["ap_mine"],
        "identified_on": "2024-05-02",
        "evidence_summary": "indirect",
    }
    return _feature(geometry, {**given, **properties})


def task(geometry: object = ..., **properties: object) -> Feature:
    """Give a planned clearance task that breaks no rule."""
    given = {"code": "T-1", "task_type": "clearance", "organisation": "OP", "status": "planned"}
    return _feature(geometry, {**given, **properties})


def item(geometry: object = ..., **properties: object) -> Feature:
    """Give a mine, found and not yet disposed of, that breaks no rule."""
    given = {"code": "EO-1", "eo_category": "ap_mine", "quantity": 1, "found_on": "2025-10-20"}
    return _feature(point() if geometry is ... else geometry, {**given, **properties})


def district(geometry: object = ..., **properties: object) -> Feature:
    """Give a district that breaks no rule."""
    return _feature(geometry, {"code": "AAA", "name_en": "A", "name_az": "A", **properties})


def organisation(**properties: object) -> Feature:
    return _feature(None, {"code": "OP", "type": "private", "name_en": "Operator", **properties})


def project(**properties: object) -> Feature:
    return _feature(None, {"code": "PJ-1", "name_en": "Project", **properties})


def phase(**properties: object) -> Feature:
    return _feature(None, {"code": "PJ-1-1", "project_code": "PJ-1", "number": 1, **properties})


def _feature(geometry: object, properties: dict[str, object]) -> Feature:
    kept = {name: value for name, value in properties.items() if value is not ...}
    return {"type": "Feature", "properties": kept, "geometry": square() if geometry is ... else geometry}


def collection(*features: object, **members: object) -> bytes:
    """Write a file; a property given as `...` is left out."""
    return orjson.dumps({"type": "FeatureCollection", **members, "features": list(features)})


# --- what lies around ---------------------------------------------------------------------------------------------


def around(published: Mapping[str, list[Feature]] | None = None, *, is_authoritative: bool = True) -> Surroundings:
    """Give two districts side by side, AGM in the west and XCI in the east, one without outline, and records."""
    districts = gpd.GeoDataFrame(
        {
            "code": ["AGM", "XCI", "AGD"],
            "name_en": ["Aghdam", "Khojaly", "Aghdara"],
            "name_az": ["Ağdam", "Xocalı", "Ağdərə"],
            "aliases": [["Agdam"], [], ["Agdere"]],
            "is_authoritative": is_authoritative,
        },
        geometry=[shapely.box(46.5, 39.5, 47, 40.5), shapely.box(47, 39.5, 47.5, 40.5), None],
        crs=4326,
    )
    frames = {name: approved(features) for name, features in (published or {}).items()}
    known = {name: frozenset(frame["code"]) for name, frame in frames.items()}
    return Surroundings(today=TODAY, districts=districts, published=frames, known_codes=known)


def approved(features: list[Feature]) -> gpd.GeoDataFrame:
    """Give features as the frame of published records that they would be."""
    frame = gpd.GeoDataFrame.from_features(features, crs=4326)
    dates = [name for name in frame if name.endswith(("_on", "_date", "_from", "_to"))]
    parsed: Mapping[str, list[date | None]] = {
        name: [date.fromisoformat(value) if isinstance(value, str) else None for value in frame[name]] for name in dates
    }
    return frame.assign(**parsed)
