"""A file as the loader hands it to the upload road."""

from dataclasses import dataclass

from gis.codelists import Role


@dataclass(frozen=True, kw_only=True)
class SeedFile:
    """One GeoJSON file for one layer.

    Attributes
    ----------
    name
        File name, as an analyst would call it.
    layer
        The layer's name, such as `release_areas`.
    content
        The file.
    reason
        Why it is loaded, in the administrator's or the analyst's words.
    is_made_up
        Whether it belongs to the demonstration: maps and reports that show it say so.
    role
        The role of the account that uploads it and leaves it in review; None for the administrator's bulk load.
    """

    name: str
    layer: str
    content: bytes
    reason: str
    is_made_up: bool = False
    role: Role | None = None
