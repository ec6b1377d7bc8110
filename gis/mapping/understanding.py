"""From the columns of a file to the fields of a layer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from gis.crs import WGS84
from gis.files.source import Part, Source
from gis.issues import Issue
from gis.layers import Layer
from gis.mapping.answers import Answers
from gis.mapping.saved import Saved
from gis.mapping.understood import Understood


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """How a file is read, and what has to be asked before it can be.

    Attributes
    ----------
    understood
        For pages.
    issues
        About the file as a whole. An error among them is a question: its kind says which answer settles it.
    crs
        Of the file's coordinates; missing when it has to be asked.
    is_swapped
        Whether the file gives latitude before longitude.
    """

    understood: Understood
    issues: list[Issue]
    crs: CRS | None = None
    is_swapped: bool = False

    def apply(self, part: Part) -> Part:
        """Give a part with its `fields`, which are its `properties` where nothing has to change.

        Parts are given in the order of the file, from its beginning.
        """
        return replace(part, fields=part.properties)


def understand(  # noqa: PLR0913 - a file, what is said of it, and what is known around it
    source: Source,
    sample: Part,
    layer: Layer,
    *,
    answers: Answers,
    saved: Sequence[Saved] = (),
    districts: gpd.GeoDataFrame | None = None,
    organisations: pd.DataFrame | None = None,
) -> Understanding:
    """Find out how a file is to be read.

    Parameters
    ----------
    source
        The opened file.
    sample
        Its first part.
    layer
        The layer that it is sent for.
    answers
        What a person said; nothing of it is overruled.
    saved
        Mappings of earlier files, the newest first; the one that fits best is used where nothing else is said.
    districts
        Whose names tell a column of districts: `code`, `name_en`, `name_az`, `aliases`.
    organisations
        Whose codes and names tell a column of organisations: `code`, `name_en`, `name_az`.
    """
    crs = CRS(answers.crs) if answers.crs and answers.crs != "swapped" else source.crs or WGS84
    understood = Understood(format=source.format, source_layer=source.layer_name, crs=crs.to_string())
    return Understanding(understood=understood, issues=[], crs=crs, is_swapped=answers.crs == "swapped")
