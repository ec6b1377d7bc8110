"""Outlines as surveyors draw them: wandering belts with uneven rails, and the rows of mines inside them."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from seeds.made_up.ground import Belt, Metres, band, stretch

VERTEX_SPACING_M = 110.0
TURN_RAD = 0.07
"""How far the direction strays from one vertex to the next."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a belt is drawn.

    Attributes
    ----------
    length_m, half_width_m
        Smallest and largest.
    taper
        Width at the ends as a share of the width in the middle.
    """

    length_m: tuple[float, float]
    half_width_m: tuple[float, float]
    taper: float


def wandering_belt(rng: Generator, start: Metres, *, heading_rad: float, size: Size) -> Belt:
    """Draw a belt from a position (2,) in a direction, counted from east."""
    length_m, half_width_m = rng.uniform(*size.length_m), rng.uniform(*size.half_width_m)
    count = max(6, round(length_m / VERTEX_SPACING_M) + 1)
    headings = heading_rad + np.cumsum(rng.normal(0, TURN_RAD, count - 1))
    steps = np.column_stack([np.cos(headings), np.sin(headings)]) * length_m / (count - 1)
    middle = start + np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
    tapering = size.taper + (1 - size.taper) * np.sin(np.linspace(0, np.pi, count)) ** 0.6
    along = np.gradient(middle, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])[:, None]
    left, right = (half_width_m * tapering * _unevenness(rng, count) for _ in range(2))
    return Belt(middle + across * left[:, None], middle - across * right[:, None])


@dataclass(frozen=True)
class Division:
    """A suspected area taken apart: the confirmed rows, the margins beside and between them, and the ends."""

    rows: tuple[Belt, ...]
    margins: tuple[Belt, ...]
    ends: tuple[Belt, ...]


def side_by_side(rng: Generator, suspected: Belt, count: int) -> Division:
    """Lay rows beside each other over most of a suspected area's length."""
    start_m, stop_m = suspected.length_m * rng.uniform(0.07, 0.14), suspected.length_m * rng.uniform(0.84, 0.93)
    rows, margins = _lay(rng, stretch(suspected, start_m, stop_m), count)
    ends = (stretch(suspected, 0, start_m), stretch(suspected, stop_m, suspected.length_m))
    return Division(tuple(rows), tuple(margins), ends)


def one_after_another(rng: Generator, suspected: Belt) -> Division:
    """Lay two rows in line, with a gap for a track between them."""
    cuts = suspected.length_m * np.array([0, rng.uniform(0.04, 0.09), rng.uniform(0.42, 0.48), 0.53, 0.94, 1])
    parts = [stretch(suspected, float(a), float(b)) for a, b in pairwise(cuts)]
    rows, margins = zip(*(_lay(rng, parts[number], 1) for number in (1, 3)), strict=True)
    return Division((*rows[0], *rows[1]), (*margins[0], *margins[1]), tuple(parts[::2]))


def _lay(rng: Generator, ground: Belt, count: int) -> tuple[list[Belt], list[Belt]]:
    """Give rows laid lengthwise over ground, and the margins beside and between them."""
    widths_m = np.hypot(*(ground.left - ground.right).T)
    shares: list[float | NDArray[np.float64]] = [0.0]
    for number in range(count):
        shares += _row_edges(rng, widths_m, (number / count, (number + 1) / count))
    shares.append(1.0)
    belts = [band(ground, start, stop) for start, stop in pairwise(shares)]
    return belts[1::2], belts[::2]


def _row_edges(
    rng: Generator, widths_m: NDArray[np.float64], within: tuple[float, float]
) -> list[float | NDArray[np.float64]]:
    """Give the shares of the width at which one row begins and ends, per vertex."""
    count, room = len(widths_m), within[1] - within[0]
    middle = np.mean(within) + room * np.cumsum(rng.normal(0, 0.02, count))
    half = rng.uniform(32, 75) / widths_m * _unevenness(rng, count)
    lowest, highest = within[0] + 0.05 * room, within[1] - 0.05 * room
    start = np.clip(middle - half, lowest, highest - 0.3 * room)
    return [start, np.clip(middle + half, start + 0.2 * room, highest)]


def _unevenness(rng: Generator, count: int) -> NDArray[np.float64]:
    return np.exp(rng.normal(0, 0.16, count))
