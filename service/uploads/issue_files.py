"""Issues as files: for programs, for a spreadsheet, and as a layer to open in a GIS."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

import orjson

from service.uploads.schemas import IssueAnswer, IssueFormat

COLUMNS = ("index", "feature_code", "field", "rule", "severity", "message", "lon", "lat", "repair", "kind")
MEDIA_TYPES: dict[IssueFormat, str] = {
    IssueFormat.JSON: "application/json",
    IssueFormat.CSV: "text/csv; charset=utf-8",
    IssueFormat.GEOJSON: "application/geo+json",
}


def issue_file(issues: Iterable[IssueAnswer], form: IssueFormat) -> bytes:
    """Give issues as a JSON array, a CSV with a header, or a GeoJSON FeatureCollection of their places."""
    match form:
        case IssueFormat.JSON:
            return orjson.dumps([issue.model_dump(mode="json") for issue in issues])
        case IssueFormat.CSV:
            return _csv(issues).encode()
        case IssueFormat.GEOJSON:
            features = [_feature(issue) for issue in issues]
            return orjson.dumps({"type": "FeatureCollection", "features": features})


def _csv(issues: Iterable[IssueAnswer]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for issue in issues:
        lon, lat = issue.location.coordinates if issue.location else (None, None)
        writer.writerow(issue.model_dump(mode="json", exclude={"location"}) | {"lon": lon, "lat": lat})
    return text.getvalue()


def _feature(issue: IssueAnswer) -> dict[str, Any]:
    told = issue.model_dump(mode="json")
    return {"type": "Feature", "geometry": told.pop("location"), "properties": told}
