"""Whether an outline is one: GEO-01 valid, GEO-05 as large as reported, GEO-08 and GEO-10 of a plausible form."""

import re
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.checks.batch import Batch, Place, Values, broken, column, each, found
from gis.issues import Issue
from gis.measure import area_m2, places_in_degrees
from gis.repairs import make_valid

NOTHING_M2 = 0.01


def outline_is_valid(batch: Batch) -> Iterable[Issue]:
    """GEO-01: the outline encloses ground and does not cross itself; a repair is offered with its areas."""
    wrong = batch.frame[~shapely.is_missing(batch.frame.geometry.to_numpy()) & ~batch.frame["is_valid"]]
    if wrong.empty:
        return
    after = area_m2(gpd.GeoSeries(make_valid(wrong.geometry.to_numpy()), index=wrong.index, crs=wrong.crs))
    reasons = pd.Series(shapely.is_valid_reason(wrong.geometry.to_numpy()), index=wrong.index)
    kinds = reasons.str.contains("Self-intersection").map(
        {True: "outline-crosses-itself", False: "outline-parts-conflict"}
    )
    kinds[after < NOTHING_M2] = "outline-without-area"
    before = pd.Series(shapely.area(wrong["metres"].to_numpy()), index=wrong.index)
    for kind in sorted(set(kinds)):
        hits = wrong[kinds == kind]
        values = each(before_m2=before[hits.index], after_m2=after[hits.index])
        places = [_place(reason) for reason in reasons[hits.index]]
        yield from found(kind, hits, values, field="geometry", places=places)


def _place(reason: str) -> Place | None:
    """Read the place from GEOS's reason, like `Self-intersection[46.9 39.6]`."""
    match = re.search(r"\[(\S+) (\S+)\]", reason)
    return (float(match[1]), float(match[2])) if match else None


def area_as_reported(batch: Batch) -> Iterable[Issue]:
    """GEO-05: the reported area agrees with the outline, or it is said that it was measured along the slope."""
    reported = pd.to_numeric(column(batch.frame, "area_reported_m2"))
    if reported.isna().all():
        return
    yield from broken(
        "area-negative",
        batch.frame,
        reported < 0,
        told=lambda hits: each(reported_m2=reported[hits.index]),
        field="area_reported_m2",
    )
    computed = batch.frame["area_m2"].where(batch.frame["is_sound"] & (batch.frame["area_m2"] > 0))
    apart_m2 = (reported - computed).abs()
    apart_pct = 100 * apart_m2 / computed
    limits = batch.thresholds
    is_implausible = (reported > limits.area_factor * computed) | (limits.area_factor * reported < computed)
    is_wide = (apart_pct > limits.area_wide_pct) & ~is_implausible
    is_answered = is_wide & (column(batch.frame, "area_basis") == "slope") & (reported > computed)
    grades = {
        "area-implausible": is_implausible & (reported >= 0),
        "area-along-slope": is_answered,
        "area-differs-widely": is_wide & ~is_answered,
        "area-differs": (apart_pct > limits.area_narrow_pct)
        & (apart_m2 > limits.area_difference_m2)
        & ~is_wide
        & ~is_implausible,
    }

    def compared(hits: pd.DataFrame) -> list[Values]:
        at = hits.index
        return each(reported_m2=reported[at], computed_m2=computed[at], difference_pct=apart_pct[at])

    for kind, is_so in grades.items():
        yield from broken(kind, batch.frame, is_so, told=compared, field="area_reported_m2")


def size_is_plausible(batch: Batch) -> Iterable[Issue]:
    """GEO-10: neither tiny nor vast, and no sliver: a strip under a metre wide on average."""
    frame, limits = batch.sound, batch.thresholds
    area, width_m = frame["area_m2"], 2 * frame["area_m2"] / frame["perimeter_m"]
    small, large = (area > 0) & (area < limits.area_small_m2), area > limits.area_large_m2
    sliver = (area > 0) & (width_m < limits.sliver_m) & ~small

    def beyond(hits: pd.DataFrame) -> list[Values]:
        return each(computed_m2=area[hits.index], limit_m2=[limits.area_large_m2] * len(hits))

    def slim(hits: pd.DataFrame) -> list[Values]:
        return each(width_m=width_m[hits.index])

    yield from broken(
        "area-small", frame, small, told=lambda hits: each(computed_m2=area[hits.index]), field="geometry"
    )
    yield from broken("area-large", frame, large, told=beyond, field="geometry")
    yield from broken("outline-sliver", frame, sliver, told=slim, field="geometry")


def parts_are_apart(batch: Batch) -> Iterable[Issue]:
    """GEO-08: parts of one outline that shared ground have been joined; what they shared is told."""
    if "parts_shared_pct" not in batch.given:
        return  # none was joined
    shared_pct = batch.given["parts_shared_pct"]
    for kind, is_so in (
        ("parts-overlap", shared_pct > batch.thresholds.parts_overlap_pct),
        ("parts-joined", shared_pct <= batch.thresholds.parts_overlap_pct),
    ):
        yield from broken(
            kind, batch.given, is_so, told=lambda hits: each(shared_pct=hits["parts_shared_pct"]), field="geometry"
        )


def edges_are_short(batch: Batch) -> Iterable[Issue]:
    """GEO-08: no edge is longer than what is drawn on purpose; the longest of each outline is told."""
    limit_m = batch.thresholds.edge_m
    west, south, east, north = shapely.bounds(batch.sound["metres"].to_numpy()).T
    is_wide = np.hypot(east - west, north - south) > limit_m  # in others no edge can be as long
    if not is_wide.any():
        return
    wide = batch.sound[is_wide]
    parts, outline = shapely.get_parts(wide["metres"].to_numpy(), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    length_m = np.where(ring[1:] == ring[:-1], np.hypot(*np.diff(points, axis=0).T), 0)
    edges = pd.DataFrame({"outline": outline[part[ring[1:]]], "length_m": length_m}).sort_values(
        "length_m", kind="stable"
    )
    longest = edges[edges["length_m"] > limit_m].drop_duplicates("outline", keep="last").sort_values("outline")
    middles = np.asarray(shapely.points((points[longest.index] + points[longest.index + 1]) / 2))
    values = each(edge_m=longest["length_m"], limit_m=[limit_m] * len(longest))
    yield from found(
        "edge-long", wide.iloc[longest["outline"]], values, field="geometry", places=places_in_degrees(middles)
    )
