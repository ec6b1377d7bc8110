"""The layers that can be uploaded, as forms and commands name them."""

from enum import StrEnum

from gis.layers import LAYERS

LayerName = StrEnum("LayerName", {layer.name.upper(): layer.name for layer in LAYERS})  # type: ignore[misc] # made
"""The layers that can be uploaded."""
