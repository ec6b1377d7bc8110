"""Outlines that are none, that lie where they cannot, or that do not fit what is around them."""

from typing import Any

from tests.gis.breaking.case import (
    Case,
    Feature,
    around,
    collection,
    district,
    hazard,
    item,
    outline,
    point,
    release,
    square,
    task,
)

BOW_TIE = outline([46.95, 39.95], [46.951, 39.951], [46.951, 39.95], [46.95, 39.951])
LINE = outline([46.95, 39.95], [46.951, 39.95], [46.95, 39.95])
ROAD = {"type": "LineString", "coordinates": [[46.95, 39.95], [46.95, 39.96]]}
RING = square()["coordinates"][0]
SMALL_HOLE = square(46.9502, 39.9502, 0.0002)["coordinates"][0]
HOLE_OUTSIDE = {"type": "Polygon", "coordinates": [RING, square(46.96)["coordinates"][0]]}
HOLE_INSIDE = {"type": "Polygon", "coordinates": [RING, SMALL_HOLE]}
# A square of 0.001 degrees at 39.95 N has 9,480 m² (85.4 by 111.0 m).


def of_release(kind: str, breaking: object, near: object, says: str = "") -> Case:
    """Show a kind by the geometry of one release."""
    return Case(kind=kind, breaking=collection(release(breaking)), near=collection(release(near)), says=says)


def two_parts(apart_deg: float) -> dict[str, Any]:
    """Draw two squares side by side as one outline, the second so far east of the first."""
    squares = [square()["coordinates"], square(46.95 + apart_deg)["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": squares}


def oblong(length_deg: float) -> dict[str, Any]:
    """Draw a rectangle from west to east, 111 m wide."""
    east = 46.95 + length_deg
    return outline([46.95, 39.95], [east, 39.95], [east, 39.951], [46.95, 39.951])


def among(kind: str, breaking: Feature, near: Feature, **published: list[Feature]) -> Case:
    """Show a kind on one release among published records."""
    return Case(kind=kind, breaking=collection(breaking), near=collection(near), surroundings=around(published))


def pair(kind: str, layer: str, breaking: tuple[Feature, ...], near: tuple[Feature, ...]) -> Case:
    """Show a kind on records of one file."""
    return Case(kind=kind, layer=layer, breaking=collection(*breaking), near=collection(*near))


FORM = (
    Case(
        kind="geometry-missing",
        breaking=collection(release(None)),
        near=collection(release(None, geometry_source="none", area_reported_m2=955)),
    ),
    of_release("geometry-empty", {"type": "MultiPolygon", "coordinates": []}, square()),
    Case(
        kind="geometry-of-wrong-kind",
        layer="eo_items",
        breaking=collection(item(square())),
        near=collection(item(point())),
    ),
    of_release("point-for-outline", point(), square()),
    Case(
        kind="line-without-width",
        breaking=collection(release(ROAD)),
        near=collection(release(ROAD, width_m=6)),
    ),
    Case(
        kind="task-extent-not-drawn",
        layer="tasks",
        breaking=collection(task(point())),
        near=collection(task(square())),
    ),
    Case(
        kind="task-line-without-width",
        layer="tasks",
        breaking=collection(task(ROAD)),
        near=collection(task(ROAD, width_m=6)),
        says="1,110 m",
    ),
    of_release("geometry-collection", {"type": "GeometryCollection", "geometries": []}, square()),
    of_release("coordinates-malformed", {"type": "Polygon", "coordinates": RING}, square()),
    of_release("coordinates-malformed", outline([46, True], [47, 40], [47, 41]), square()),
    of_release("coordinates-as-text", {"type": "Polygon", "coordinates": [[["46.95", "39.95"]] * 4]}, square()),
    of_release("ring-not-closed", {"type": "Polygon", "coordinates": [RING[:-1]]}, square()),
    of_release("ring-too-short", {"type": "Polygon", "coordinates": [RING[:2]]}, outline(*RING[:3])),
    of_release("outline-crosses-itself", BOW_TIE, HOLE_INSIDE),
    of_release("outline-parts-conflict", HOLE_OUTSIDE, HOLE_INSIDE),
    of_release("outline-without-area", LINE, outline([46.95, 39.95], [46.951, 39.95], [46.95, 39.9501])),
    of_release("vertices-repeated", outline(RING[0], *RING[:3]), outline(*RING[:3])),
)
PLACE = (
    of_release("coordinates-swapped", square(39.95, 46.95), square(44.5, 39.95)),
    of_release("location-at-zero", square(0, 0), square(46.95, 39.95)),
    of_release("location-outside-extent", square(44.4995), square(44.5)),
    # The districts end at 46.5 E; 0.036 degrees are 3.07 km there, 0.034 are 2.90 km.
    among("location-outside-districts", release(square(46.463)), release(square(46.465))),
    among("districts-crossed", release(square(46.9995)), release(square(46.9985))),
    among(
        "district-differs", release(square(47.1), district_code="AGM"), release(square(46.9995), district_code="AGM")
    ),
    Case(
        kind="district-differs",
        breaking=collection(release(square(47.04), district_code="AGM")),
        near=collection(release(square(47.03), district_code="AGM")),
        surroundings=around(is_authoritative=False),
    ),
)
SIZE = (
    among("area-differs", release(area_reported_m2=9_600), release(area_reported_m2=9_560)),
    among("area-differs-widely", release(area_reported_m2=10_500), release(area_reported_m2=10_400)),
    among(
        "area-along-slope",
        release(area_reported_m2=10_500, area_basis="slope"),
        release(area_reported_m2=10_400, area_basis="slope"),
    ),
    among(
        "area-differs-widely",
        release(area_reported_m2=10_500, area_basis="plan"),
        release(area_reported_m2=10_500, area_basis="slope"),
    ),
    among("area-implausible", release(area_reported_m2=3_100), release(area_reported_m2=3_200)),
    among("area-negative", release(area_reported_m2=-1), release(area_reported_m2=0)),
    of_release("area-small", square(size=0.00003), square(size=0.00004)),  # 8.5 and 15.2 m²
    of_release("area-large", square(size=0.0460), square(size=0.0459)),  # 20.06 and 19.97 km²
    # One degree of longitude is 85.4 km: edges of 5,021 and 4,979 m.
    # Parts of 0.001 degrees that share 0.00001 and 0.000009 of it: 1 and 0.9 per cent.
    of_release("parts-overlap", two_parts(0.00099), two_parts(0.000992), says="share 1.0 % of the smaller one"),
    of_release("parts-joined", two_parts(0.001), two_parts(0.0011), says="or share 0.0 % of the smaller one"),
    of_release("edge-long", oblong(0.0588), oblong(0.0583), says="m long, near 46.9794, 39.95"),
    of_release(
        "outline-sliver",  # 200 m long, 0.89 and 1.11 m wide
        outline([46.95, 39.95], [46.952, 39.95], [46.952, 39.950008], [46.95, 39.950008]),
        outline([46.95, 39.95], [46.952, 39.95], [46.952, 39.95001], [46.95, 39.95001]),
    ),
)
SHARED = (
    pair(
        "outline-repeated",
        "release_areas",
        (release(), release(code="RA-2")),
        (release(), release(code="RA-2", effective_date="2025-10-21")),
    ),
    pair(
        "outline-shared",
        "release_areas",
        (release(), release(code="RA-2", effective_date="2025-10-21")),
        (release(), release(code="RA-2", basis="certified", accepted_on="2025-10-21")),
    ),
    # One degree of longitude is 85.4 km: 0.0000005 of it along 111 m are 4.7 m², 0.000001 are 9.5 m².
    # Half a per cent of a square of 9,480 m² is 47.4 m².
    pair(
        "outlines-overlap",
        "release_areas",
        (release(), release(square(46.950994), code="RA-2")),
        (release(), release(square(46.950996), code="RA-2")),
    ),
    pair(
        "hazards-overlap",
        "hazardous_areas",
        (hazard(), hazard(square(46.9505), code="HA-2")),
        (hazard(), hazard(square(46.9505), code="HA-2", parent_codes=["HA-1"])),
    ),
    pair(
        "hazards-overlap",
        "hazardous_areas",
        (hazard(), hazard(square(46.95089), code="HA-2")),
        (hazard(), hazard(square(46.95091), code="HA-2")),
    ),
    pair(
        "hazards-overlap",
        "hazardous_areas",
        (hazard(), hazard(square(46.9505), code="HA-2")),
        (hazard(), hazard(square(46.9505), code="HA-2", contamination_types=["cmr"])),
    ),
    among(
        "outlines-overlap",
        release(square(46.9505)),
        release(square(46.9515)),
        release_areas=[release(code="RA-0", basis="operational")],
    ),
    among(
        "outlines-overlap",
        release(square(46.9505)),
        release(square(46.9505), code="RA-0"),
        release_areas=[release(code="RA-0", basis="operational")],
    ),
    # Districts share their edges: a strip of 0.0005 of 0.1 degrees is half a per cent of the smaller.
    pair(
        "districts-overlap",
        "districts",
        (district(square(45, 40, 0.1)), district(square(45.0994, 40, 0.1), code="BBB")),
        (district(square(45, 40, 0.1)), district(square(45.0996, 40, 0.1), code="BBB")),
    ),
    pair(
        "districts-overlap",
        "districts",
        (district(square(45, 40, 0.1)), district(square(45, 40, 0.1), code="BBB", valid_to="2026-11-21")),
        (district(square(45, 40, 0.1)), district(square(45, 40, 0.1), code="BBB", valid_to="2026-11-20")),
    ),
    Case(
        kind="districts-overlap",
        layer="districts",
        breaking=collection(district(square(46.9, 40, 0.2))),
        near=collection(district(square(46.5, 39.5, 0.2), code="AGM"), district(square(46.3, 40, 0.2))),
        says="overlaps district AGM by",
        surroundings=around(),
    ),
    # The release's perimeter is 393 m; with a digitised area, 10 m: 3,930 m², or 41 % of the release.
    among(
        "release-outside-hazard",
        release(square(46.95045), hazardous_area_codes="HA-0"),
        release(square(46.95040), hazardous_area_codes="HA-0"),
        hazardous_areas=[hazard(code="HA-0", geometry_source="digitised")],
    ),
    Case(
        kind="hazard-over-released",
        layer="hazardous_areas",
        breaking=collection(hazard()),
        near=collection(hazard(reopens_released=False)),
        surroundings=around({"release_areas": [release(code="RA-0", effective_date="2024-05-01")]}),
    ),
    Case(
        kind="hazard-over-released",
        layer="hazardous_areas",
        breaking=collection(hazard()),
        near=collection(hazard(identified_on="2024-05-01")),
        surroundings=around({"release_areas": [release(code="RA-0", effective_date="2024-05-01")]}),
    ),
)
CASES = (*FORM, *PLACE, *SIZE, *SHARED)
