"""Where there is room: belts beside the lines, inside the country and apart from each other."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.random import Generator

from seeds.made_up.country import is_inside
from seeds.made_up.ground import Belt, is_simple, outline, to_degrees
from seeds.made_up.shapes import Size, wandering_belt

APART_M = 80.0


@dataclass
class Siting:
    """The ground already taken, so that no two hazardous areas overlap by chance."""

    rng: Generator
    taken: list[shapely.Polygon] = field(default_factory=list)

    def put(self, line: shapely.LineString, share: float, *, spread_m: float, size: Size) -> Belt:
        """Find room for a belt near a share of a line's length.

        Raises
        ------
        RuntimeError
            If the line is so crowded that forty tries found no room.
        """
        for _ in range(40):
            belt = self._draw(line, share, spread_m=spread_m, size=size)
            shape = shapely.Polygon(outline(belt))
            if is_simple(belt) and is_inside(to_degrees(outline(belt))) and not self._is_taken(shape):
                self.taken.append(shape)
                return belt
        raise RuntimeError(f"no room for a belt at {share:.0%} of the line")

    def _draw(self, line: shapely.LineString, share: float, *, spread_m: float, size: Size) -> Belt:
        """Draw a belt beside the line, on either side, roughly in the line's direction."""
        distance_m = np.clip(share + self.rng.normal(0, 0.02), 0.01, 0.97) * line.length
        here, there = (np.array(line.interpolate(distance_m + step).coords[0]) for step in (-150, 150))
        along = (there - here) / np.hypot(*(there - here))
        offset_m = self.rng.choice([-1, 1], p=[0.6, 0.4]) * spread_m * self.rng.lognormal(-0.2, 0.7)
        start = (here + there) / 2 + np.array([-along[1], along[0]]) * offset_m
        heading_rad = float(np.arctan2(along[1], along[0]) + self.rng.normal(0, 0.3))
        return wandering_belt(self.rng, start, heading_rad=heading_rad, size=size)

    def _is_taken(self, shape: shapely.Polygon) -> bool:
        return bool(shapely.dwithin(shape, self.taken, APART_M).any())
