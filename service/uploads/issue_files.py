"""Issues as files: for programs, for a spreadsheet, and as a layer to open in a GIS."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import orjson

from service.sheets import CSV_TYPE, XLSX_TYPE, Line, csv_file, workbook_file
from service.uploads.schemas import IssueAnswer, IssueFormat

COLUMNS: Final = (
    "index",
    "feature_code",
    "field",
    "rule",
    "severity",
    "message",
    "lon",
    "lat",
    "repair",
    "kind",
    "asks",
)
MEDIA_TYPES: Final[dict[IssueFormat, str]] = {
    IssueFormat.JSON: "application/json",
    IssueFormat.CSV: CSV_TYPE,
    IssueFormat.GEOJSON: "application/geo+json",
    IssueFormat.XLSX: XLSX_TYPE,
}


def issue_file(issues: Iterable[IssueAnswer], form: IssueFormat, *, created_at: datetime) -> bytes:
    """Give issues as a JSON array, a table with a header, or a GeoJSON FeatureCollection of their places.

    Parameters
    ----------
    created_at
        What a workbook says of its own age.
    """
    match form:
        case IssueFormat.JSON:
            return orjson.dumps([issue.model_dump(mode="json") for issue in issues])
        case IssueFormat.CSV:
            return csv_file([COLUMNS, *map(_line, issues)])
        case IssueFormat.GEOJSON:
            features = [_feature(issue) for issue in issues]
            return orjson.dumps({"type": "FeatureCollection", "features": features})
        case IssueFormat.XLSX:
            return workbook_file({"issues": [COLUMNS, *map(_line, issues)]}, created_at)


def _line(issue: IssueAnswer) -> Line:
    lon, lat = issue.location.coordinates if issue.location else (None, None)
    told = issue.model_dump(mode="json", exclude={"location"}) | {"lon": lon, "lat": lat}
    return [told[name] for name in COLUMNS]


def _feature(issue: IssueAnswer) -> dict[str, Any]:
    told = issue.model_dump(mode="json")
    return {"type": "Feature", "geometry": told.pop("location"), "properties": told}
