"""What a map is made of: frames of records, and what is said about them on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

import geopandas as gpd

from gis.codelists import Account


class MapLayer(StrEnum):
    """The layers that a reader may ask to see; explosive items and the footprint are drawn on the screen alone."""

    HAZARDOUS_AREAS = "hazardous_areas"
    TASKS = "tasks"
    RELEASE_AREAS = "release_areas"
    CMR_FOOTPRINT = "cmr_footprint"
    EO_ITEMS = "eo_items"
    DISTRICTS = "districts"


FIRST_SHOWN = tuple(layer for layer in MapLayer if layer is not MapLayer.CMR_FOOTPRINT)
"""The layers that start turned on when nobody says which: an estimate waits until it is asked for."""


@dataclass(frozen=True, kw_only=True)
class MapLayers:
    """The frames that are drawn, in EPSG:4326; a geometry may be missing and is then counted, not drawn.

    Attributes
    ----------
    country
        The outline; geometry alone.
    districts
        ``code``, ``name_en``, ``name_az`` and the boundary.
    places
        ``name_en``, ``name_az``, ``rank`` (1: the capital), ``population`` and a point.
    hazardous_areas
        ``code``, ``classification``, ``status``, ``contamination_class``, ``area_m2``, ``identified_on``,
        ``organisation``, ``district_code`` and a polygon, as they were on the day.
    tasks
        ``code``, ``task_type``, ``status``, ``organisation`` and a polygon, line or point.
    release_areas
        ``code``, ``release_method``, ``basis``, ``effective_date``, ``area_m2``, ``organisation``, ``task_code`` and a
        polygon.
    footprint
        The outlines of the estimated footprint of cluster munitions; None: it is not asked for.

    Frames of records may carry an ``id``, by which their popups link to the record.
    """

    country: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    hazardous_areas: gpd.GeoDataFrame
    tasks: gpd.GeoDataFrame
    release_areas: gpd.GeoDataFrame
    footprint: gpd.GeoDataFrame | None = None

    @property
    def records(self) -> Mapping[str, gpd.GeoDataFrame]:
        """Give the frames of records by the names of their layers."""
        return {"hazardous_areas": self.hazardous_areas, "tasks": self.tasks, "release_areas": self.release_areas}


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What stands on a map beside its symbols.

    Attributes
    ----------
    as_of
        The day whose end the map shows.
    as_known_at, zone
        The state of knowledge, and the time zone in which it is printed.
    account
        The account of the released square metres.
    scope
        Of what the map is, in the reader's language, when it is not the whole country.
    sources
        Where boundaries and places come from, with the credit that their licences ask for.
    is_demonstration
        Whether the records are made up.
    """

    as_of: date
    as_known_at: datetime
    zone: tzinfo
    account: Account
    scope: str = ""
    sources: tuple[str, ...] = field(default=())
    is_demonstration: bool = False
