"""What is wrong with a layer's records: rules over a normalised frame and what is known around it."""

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

from gis.checks.batch import Batch
from gis.checks.declared import CHECKS, Check, Scope
from gis.checks.surroundings import Surroundings
from gis.crs import require_wgs84
from gis.issues import Issue, completed
from gis.layers import Layer
from gis.memory import no_cyclic_collection
from gis.thresholds import Thresholds

__all__ = ["CHECKS", "EVERY_SCOPE", "Check", "Scope", "Surroundings", "Thresholds", "check"]

EVERY_SCOPE = frozenset(Scope)


@no_cyclic_collection()
def check(
    frame: gpd.GeoDataFrame | pd.DataFrame,
    layer: Layer,
    surroundings: Surroundings,
    *,
    scopes: Collection[Scope] = EVERY_SCOPE,
) -> list[Issue]:
    """Give every issue that the rules of a layer find, in the order of the file.

    A large file is checked in parts: each part `ALONE`; pieces of ground `NEAR`, with the neighbours of the features
    that are at home there, whose issues are those of the whole file; and the whole file by its keys, `WHOLE`.

    Parameters
    ----------
    frame
        As `gis.normalise.normalise` gives it; index: position in the file. For `WHOLE` alone outlines may be missing,
        where the column `area_m2` says how large each is, missing where nothing is drawn.
    layer
        The layer whose rules hold.
    surroundings
        Today, the districts and the approved records near the file.
    scopes
        How much of the file the frame is, and so which rules can be asked.

    Raises
    ------
    WrongCrs
        If the frame is not in EPSG:4326.
    """
    if set(scopes) != {Scope.WHOLE}:
        require_wgs84(frame)
    if frame.empty:
        return []
    batch = Batch(frame, layer, surroundings)
    known = surroundings.has_database
    asked = [one for one in CHECKS if layer.name in one.layers and one.scope in scopes]
    issues = [issue for one in asked if known or not one.needs_records for issue in one.find(batch)]
    left_out = "" if known or Scope.WHOLE not in scopes else _left_out(layer)
    if left_out:
        issues.append(Issue(kind="checks-left-out", values={"rules": left_out}))
    return completed(issues, frame)


def _left_out(layer: Layer) -> str:
    """Name the rules that need records or districts; they are told once for a file, with what is asked of all of it."""
    return ", ".join(
        sorted({rule for one in CHECKS if layer.name in one.layers and one.needs_records for rule in one.rules})
    )
