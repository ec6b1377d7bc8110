"""Files as analysts send them."""

import json
from collections.abc import Mapping
from typing import Any

import shapely
from fastapi.testclient import TestClient
from httpx2 import Response
from shapely.geometry.base import BaseGeometry

from tests.service.records import square

Headers = dict[str, str]

LEAST: dict[str, dict[str, Any]] = {
    "districts": {
        "code": "AGM",
        "name_az": "Ağdam",
        "name_en": "Aghdam",
        "geometry": shapely.box(46.7, 39.5, 47.2, 40),
    },
    "organisations": {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "geometry": None},
    "projects": {"code": "PJ-1", "name_en": "Saloglu", "geometry": None},
    "project_phases": {"code": "PJ-1-1", "project_code": "PJ-1", "number": 1, "geometry": None},
    "hazardous_areas": {
        "code": "HA-1",
        "classification": "cha",
        "contamination_types": "ap_mine, cmr",
        "identified_on": "2021-01-04",
        "geometry": square(0, 0, width=4, height=4),
    },
    "tasks": {"code": "T-1", "task_type": "clearance", "organisation": "ANAMA", "status": "active", "geometry": None},
    "release_areas": {
        "code": "RA-1",
        "release_method": "cleared",
        "effective_date": "2026-11-16",
        "geometry": square(0, 0),
    },
    "eo_items": {
        "code": "EO-1",
        "eo_category": "uxo",
        "quantity": 1,
        "found_on": "2026-11-16",
        "geometry": shapely.Point(46.9005, 39.6005),
    },
}
"""The least feature of each layer, in the order in which the layers build on each other."""


def collection(*features: Mapping[str, Any]) -> bytes:
    """Give features, each its properties and its `geometry`, as a GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", "features": [_feature(f) for f in features]}).encode()


def send(client: TestClient, headers: Headers, layer: str, content: bytes, **form: str) -> Response:
    """Send a file as an upload."""
    files = {"file": ("day.geojson", content, "application/geo+json")}
    return client.post("/api/v1/uploads", headers=headers, files=files, data={"layer": layer, **form})


def severities(client: TestClient, headers: Headers, layer: str, content: bytes) -> dict[str, str]:
    """Send a file as an upload, and give the severity of each rule it breaks."""
    upload_id = send(client, headers, layer, content).json()["id"]
    issues = client.get(f"/api/v1/uploads/{upload_id}/issues", headers=headers).json()
    return {issue["rule"]: issue["severity"] for issue in issues}


def _feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    outline: BaseGeometry | None = feature["geometry"]
    properties = {name: value for name, value in feature.items() if name != "geometry"}
    geometry = None if outline is None else shapely.geometry.mapping(outline)
    return {"type": "Feature", "properties": properties, "geometry": geometry}
