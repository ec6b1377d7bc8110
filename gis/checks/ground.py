"""Whether releases, hazardous areas and tasks fit each other's ground: GEO-11, GEO-12, TSK-01."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.checks.batch import Batch, Values, accuracy_m, each, few, found, ordinals
from gis.issues import Issue
from gis.measure import places_in_degrees


def release_is_in_its_hazard(batch: Batch) -> Iterable[Issue]:
    """GEO-11: a release stays within the hazardous areas it names, to perimeter × accuracy."""
    hazards = batch.published_sound("hazardous_areas")
    is_naming = batch.sound["hazardous_area_codes"].notna()
    if hazards.empty or not is_naming.any():
        return
    hazards, named = hazards.set_index("code"), batch.sound[is_naming]
    accuracies = accuracy_m(hazards)
    named = named.loc[[set(codes) <= set(hazards.index) for codes in named["hazardous_area_codes"]]]
    for codes, releases in named.groupby(named["hazardous_area_codes"].map(tuple)):
        hazard = shapely.union_all(hazards.loc[list(codes), "metres"].to_numpy())
        tolerance_m2 = releases["perimeter_m"] * accuracies[list(codes)].max()
        hits, outside = _outside(releases, hazard, tolerance_m2)
        values = each(outside_m2=shapely.area(outside), codes=[", ".join(codes)] * len(hits))
        places = places_in_degrees(outside)
        yield from found("release-outside-hazard", hits, values, field="geometry", places=places)


def work_is_in_its_task(batch: Batch) -> Iterable[Issue]:
    """TSK-01: no more than 5 % of a release lies outside its task's planned outline."""
    tasks = batch.published_sound("tasks")
    if tasks.empty:
        return
    planned = tasks[tasks["area_m2"] > 0].set_index("code")["metres"]
    tasked = batch.sound[batch.sound["task_code"].isin(planned.index)]
    for code, releases in tasked.groupby("task_code"):
        hits, outside = _outside(releases, planned[code], batch.thresholds.outside_task_pct / 100 * releases["area_m2"])
        outside_m2 = shapely.area(outside)
        share_pct = 100 * outside_m2 / hits["area_m2"]
        values = each(outside_m2=outside_m2, outside_pct=share_pct, task_code=hits["task_code"])
        places = places_in_degrees(outside)
        yield from found("work-outside-task", hits, values, field="geometry", places=places)


def _outside(
    releases: gpd.GeoDataFrame, ground: shapely.Geometry, tolerance_m2: "pd.Series[float]"
) -> tuple[gpd.GeoDataFrame, NDArray[np.object_]]:
    """Give the releases of which more than the tolerance lies outside the ground, and what does."""
    outside = shapely.difference(releases["metres"].to_numpy(), ground)
    is_too_much = shapely.area(outside) > tolerance_m2.to_numpy()
    return releases[is_too_much], outside[is_too_much]


def hazard_is_not_released(batch: Batch) -> Iterable[Issue]:
    """GEO-12: a hazardous area over ground released earlier says whether it is contaminated again."""
    releases = batch.published_sound("release_areas")
    is_asked = batch.sound["reopens_released"].isna() & (batch.sound["status"] != "closed")
    if releases.empty or not is_asked.any():
        return
    hazards = batch.sound[is_asked]
    began = ordinals(hazards["valid_from"]).fillna(ordinals(hazards["identified_on"])).to_numpy()
    hazard, release = shapely.STRtree(releases["metres"]).query(hazards["metres"], predicate="intersects")
    is_earlier = ordinals(releases["effective_date"]).to_numpy()[release] < began[hazard]
    for i in np.unique(hazard[is_earlier]):  # a union of its own for each
        earlier = releases.iloc[release[is_earlier & (hazard == i)]]
        shared = shapely.intersection(hazards["metres"].iloc[i], shapely.union_all(earlier["metres"].to_numpy()))
        if shared.area > batch.thresholds.overlap_m2:
            values: Values = {"overlap_m2": shared.area, "codes": few(earlier["code"])}
            hit = hazards.iloc[[i]]
            yield from found(
                "hazard-over-released", hit, [values], field="reopens_released", places=places_in_degrees([shared])
            )
