"""Choosing the layer of a file that is read: the only one, the one that fits, or the one a person names."""

from collections.abc import Collection, Sequence
from typing import Final

from gis.files.request import Request
from gis.files.source import SourceLayer
from gis.issues import Issue
from gis.layers import Layer
from gis.text import fold

NAMES_SHOWN: Final = 20


def chosen(
    layers: Sequence[SourceLayer], request: Request, *, likely: Collection[str] = ()
) -> tuple[SourceLayer | None, list[Issue]]:
    """Choose a layer, and tell which of several; or ask, when more than one would do.

    What a person said holds; else layers of the right kind of geometry, among them the one named like the layer
    that the file is sent for; empty ones only when there is nothing else.

    Parameters
    ----------
    likely
        Names of those whose columns are the ones that are wanted, where that is known.
    """
    if named := [layer for layer in layers if layer.name == request.answers.source_layer]:
        return named[0], []
    if len(layers) == 1:
        return layers[0], []
    fitting = _fitting([one for one in layers if one.name in likely] or layers, request.layer)
    best = [one for one in fitting if _is_named_like(one.name, request.layer)] or fitting
    if len(best) == 1:
        taken = Issue(kind="source-layer-taken", values={"layer_count": len(layers), "name": best[0].name})
        return best[0], [taken]
    names = ", ".join(layer.name for layer in layers[:NAMES_SHOWN])
    return None, [Issue(kind="source-layer-open", values={"names": names})]


def _fitting(layers: Sequence[SourceLayer], layer: Layer) -> list[SourceLayer]:
    """Give the layers that could hold what is asked: with its geometry, or none at all when it has none."""
    held = [one for one in layers if one.feature_count != 0] or list(layers)
    if not layer.shapes:
        return [one for one in held if one.geometry_type is None] or held
    spatial = [one for one in held if one.geometry_type is not None]
    drawn = [one for one in spatial if _is_drawn_like(one.geometry_type or "", layer)]
    return drawn or spatial or held


def _is_drawn_like(geometry_type: str, layer: Layer) -> bool:
    """Say whether a kind of geometry is one that the layer takes, or could be any."""
    kind = geometry_type.casefold()
    is_open = kind.startswith(("unknown", "geometry"))
    return is_open or any(shape.value.casefold() in kind for shape in layer.shapes) or "surface" in kind


def _is_named_like(name: str, layer: Layer) -> bool:
    """Say whether a name holds the layer's, in one of the languages."""
    held = fold(name)
    return any(fold(word) in held for word in (layer.name, layer.singular, layer.en, layer.az))
