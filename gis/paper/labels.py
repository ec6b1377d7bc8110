"""Words on a map that do not run into one another."""

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike

PADDING_PX = 1.0
UP_AND_DOWN = tuple((0.0, shift) for shift in (0, 9, -9, 18, -18, 27, -27))
"""Ways out for the name of an area, in points."""
AROUND = ((1, 0), (0.8, 0.8), (0.8, -0.8), (-1, 0), (-0.8, 0.8), (-0.8, -0.8), (0, 1.1), (0, -1.1))
"""Directions from a point, in the order in which cartographers prefer them: to the right first, beneath last."""


class Room:
    """What of a map is still free for words, in the pixels of its figure."""

    def __init__(self, axes: Axes, dpi: float, taken: Iterable[Bbox] = ()) -> None:
        """Begin with the whole frame of the map, but for what is taken."""
        self._axes = axes
        self._inside = axes.get_window_extent()
        self._taken = np.array([box.extents for box in taken], dtype=float).reshape(-1, 4)
        self._pixels_per_point = dpi / 72

    def take(self, box: Bbox) -> None:
        """Keep words off a place."""
        self._taken = np.vstack([self._taken, box.extents])

    def width_pt(self, words: Annotation) -> float:
        """Give the width of words as they are written, in points."""
        return words.get_window_extent().width / self._pixels_per_point

    def take_around(self, x: ArrayLike, y: ArrayLike, radius_pt: float) -> None:
        """Keep words off what stands at places of the map."""
        places = self._axes.transData.transform(np.column_stack([x, y]))
        radius = radius_pt * self._pixels_per_point
        self._taken = np.vstack([self._taken, np.hstack([places - radius, places + radius])])

    def place(self, words: Annotation, shifts: Iterable[tuple[float, float]]) -> bool:
        """Move words by the first shift, in points, at which they are free; those without room are taken away."""
        box, (left, bottom) = words.get_window_extent().padded(PADDING_PX), words.xyann
        for x, y in shifts:
            moved = box.translated((x - left) * self._pixels_per_point, (y - bottom) * self._pixels_per_point)
            if self._is_free(moved):
                words.xyann = (x, y)
                self.take(moved)
                return True
        words.remove()
        return False

    def _is_free(self, box: Bbox) -> bool:
        lies_inside = bool(self._inside.contains(*box.min) and self._inside.contains(*box.max))
        left, bottom, right, top = self._taken.T
        overlaps = (left < box.x1) & (right > box.x0) & (bottom < box.y1) & (top > box.y0)
        return lies_inside and not bool(overlaps.any())


def around(distance_pt: float, width_pt: float = 0.0) -> Sequence[tuple[float, float]]:
    """Give the shifts around a point; words of a width are set so that they end, or begin, that far from it."""
    return [(x * (distance_pt + width_pt / 2), y * distance_pt) for x, y in AROUND]


def words_at(axes: Axes, place: tuple[float, float], words: str, **style: object) -> Annotation:
    """Write words at a place of the map, in a white halo."""
    halo = [withStroke(linewidth=1.6, foreground="white", alpha=0.85)]
    look = {"ha": "center", "va": "center", "path_effects": halo, "textcoords": "offset points"} | style
    return axes.annotate(words, place, xytext=(0, 0), annotation_clip=True, **look)  # type: ignore[arg-type] # a text's
