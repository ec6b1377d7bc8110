"""What a person says about how a file is to be read: nothing here is guessed."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class AreaUnit(StrEnum):
    """The units in which files state areas."""

    M2 = "m2"
    HA = "ha"
    KM2 = "km2"


class SameCode(StrEnum):
    """What a release is that comes again later and larger."""

    CORRECTION = "correction"
    INCREMENT = "increment"


class Repairs(BaseModel):
    """Which proposed repairs are made.

    Attributes
    ----------
    safe
        Those that keep the area.
    kinds
        All that are proposed of these kinds: names in `gis.repairs.REPAIRS`.
    features
        By position: the kinds made of that feature; an empty list refuses what `kinds` would make.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    safe: bool = False
    kinds: frozenset[str] = frozenset()
    features: dict[int, frozenset[str]] = {}


class Answers(BaseModel):
    """What a person said about a file; what is left out is found out, or asked.

    Attributes
    ----------
    source_layer
        The layer, table or sheet inside the file.
    crs
        The coordinate system: `EPSG:32638`; `swapped` for latitude before longitude, `EPSG:32638 swapped` for northing
        before easting.
    columns
        Column of the file → field of the layer; None: the column is left out.
    constants
        Field → one value for the whole file.
    units
        Column of the file → the unit of its areas.
    decimal
        What separates decimals in numbers written as text.
    date_order
        Whether day or month stands first in dates like 05/06/2025.
    codes
        Field → the file's code → ours.
    derive_code
        Give a code of ours to features without one, from their GlobalID or content.
    same_code
        What releases are that come again later and larger.
    bearing_reference, declination_deg
        Of turning points by bearing and distance; declination east of true north is positive.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_layer: str | None = None
    crs: Annotated[str | None, Field(pattern=r"^(EPSG:[0-9]{4,6}( swapped)?|swapped)$")] = None
    columns: dict[str, str | None] = {}
    constants: dict[str, Any] = {}
    units: dict[str, AreaUnit] = {}
    decimal: Literal[",", "."] | None = None
    date_order: Literal["day_first", "month_first"] | None = None
    codes: dict[str, dict[str, str]] = {}
    derive_code: bool = False
    repairs: Repairs = Repairs()
    same_code: SameCode | None = None
    bearing_reference: Literal["true", "magnetic", "grid"] | None = None
    declination_deg: Annotated[float | None, Field(ge=-180, le=180)] = None
