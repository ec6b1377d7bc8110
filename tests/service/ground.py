"""The ledger's rule once more, in plain pandas: a year of records on a grid of half squares, cell by cell.

Each record covers whole cells. What happened to a cell is told from its first day to its last, in the order of the rule
(domain.md 8.2): areas that begin and end on a day come before its releases.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from pyproj import Geod

from tests.service.records import square
from tests.service.versions import Record

BOUNDARY = 10
"""The column at which the district of Aghdam ends and that of Fuzuli begins."""
RANK = {"cleared": 1, "reduced": 2, "cancelled": 3, "undetermined": 4}
NOBODY: frozenset[str] = frozenset()
State = tuple[str | None, frozenset[str]]
"""The class of a cell, and the types that are open on it."""


class Rect(NamedTuple):
    """Ground on the grid: the column and row it begins at, and how many squares it is wide."""

    column: float
    row: float
    width: float = 1

    @property
    def cells(self) -> list[tuple[float, float]]:
        """Give the western corners of its half squares."""
        return [(self.column + step / 2, self.row) for step in range(int(self.width * 2))]


class Area(NamedTuple):
    """A hazardous area: from its first day until the day it was closed, if it was."""

    code: str
    first: str
    rect: Rect
    types: frozenset[str]
    classification: str = "cha"
    until: str | None = None
    is_successor: bool = False
    is_succeeded: bool = False

    def stands(self, day: date) -> bool:
        """Tell whether its ground counts on a day."""
        return date.fromisoformat(self.first) <= day and (self.until is None or day < date.fromisoformat(self.until))


class Freed(NamedTuple):
    """A release, with its day in the account that is looked at; no targets mean all types."""

    code: str
    day: str
    rect: Rect
    method: str
    targets: frozenset[str] = NOBODY


def m2(column: float, row: float) -> float:
    """Give the ground of a half square, measured by pyproj."""
    return float(Geod(ellps="WGS84").geometry_area_perimeter(square(column, row, width=0.5))[0])


def district(column: float) -> str:
    """Give the district that a cell lies in."""
    return "AGM" if column < BOUNDARY else "FUZ"


def passages(areas: list[Area], releases: list[Freed]) -> pd.DataFrame:
    """Give every change of a cell: `day`, `cause`, `method`, `district`, `m2`, and its state before and after."""
    cells = {cell for rect in (*(area.rect for area in areas), *(one.rect for one in releases)) for cell in rect.cells}
    rows = [row for cell in sorted(cells) for row in _changes(cell, areas, releases)]
    return pd.DataFrame(rows)


def _changes(cell: tuple[float, float], areas: list[Area], releases: list[Freed]) -> list[dict[str, Any]]:
    over = [area for area in areas if cell in area.rect.cells]
    done = sorted(
        (one for one in releases if cell in one.rect.cells), key=lambda one: (one.day, RANK[one.method], one.code)
    )
    turns: set[tuple[str, int, Freed | None]] = {
        (day, 0, None) for area in over for day in (area.first, area.until) if day
    }
    turns |= {(one.day, 1 + place, one) for place, one in enumerate(done)}
    before: State = (None, NOBODY)
    rows, worked = list[dict[str, Any]](), list[Freed]()
    for day, _, one in sorted(turns, key=lambda turn: turn[:2]):
        worked += [one] if one else []
        after = _state(date.fromisoformat(day), over, worked)
        is_outside = one is not None and not any(area.first <= day for area in over) and worked == [one]
        if after != before or is_outside:
            cause = _cause(one, day, over, is_outside=is_outside, is_left=bool(after[1]))
            place = {"district": district(cell[0]), "m2": m2(*cell)}
            sides = {"class_before": before[0], "before": before[1], "class_after": after[0], "after": after[1]}
            targets = one.targets if one else NOBODY
            rows.append(
                {"day": day, "cause": cause, "method": one and one.method, "targets": targets, **place, **sides}
            )
        before = after
    return rows


def _state(day: date, over: list[Area], worked: list[Freed]) -> State:
    """Give the class of a cell and the types that are open on it."""
    searched = [one.targets for one in worked]
    left = {
        area: frozenset(kind for kind in area.types if not any(not targets or kind in targets for targets in searched))
        for area in over
        if area.stands(day)
    }
    classes = {area.classification for area, types in left.items() if types}
    return ("cha" if "cha" in classes else "sha" if classes else None), frozenset().union(*left.values())


def _cause(one: Freed | None, day: str, over: list[Area], *, is_outside: bool, is_left: bool) -> str:
    if one:
        return "outside" if is_outside else "partly_released" if is_left else one.method
    changed = [area for area in over if day in {area.first, area.until}]
    if any((area.is_successor and area.first == day) or (area.is_succeeded and area.until == day) for area in changed):
        return "redrawn"
    return "identified" if any(area.first == day for area in changed) else "boundary_difference"


def stock_lines(told: pd.DataFrame, first: str, last: str) -> dict[str, pd.DataFrame]:
    """Give for each line of a balance the signed ground by state: `class`, `types`, `district`, `m2`."""
    before = told.rename(columns={"class_before": "class", "before": "types"}).assign(m2=-told["m2"])
    after = told.rename(columns={"class_after": "class", "after": "types"})
    names = ["day", "cause", "class", "types", "district", "m2"]
    moved = pd.concat([before[names], after[names]])
    moved = moved[moved["class"].notna()]
    within = moved[(moved["day"] >= first) & (moved["day"] <= last)]
    causes = ("identified", "redrawn", *RANK, "partly_released", "boundary_difference")
    return {
        "opening": moved[moved["day"] < first],
        **{cause: within[within["cause"] == cause] for cause in causes},
        "closing": moved[moved["day"] <= last],
    }


def area_record(area: Area, **fields: Any) -> Record:  # noqa: ANN401 - fields of a record
    """Give a hazardous area as it is approved first: open."""
    return {
        "code": area.code,
        "classification": area.classification,
        "contamination_types": sorted(area.types),
        "identified_on": area.first,
        "geometry": square(*area.rect[:2], width=area.rect.width),
        **fields,
    }


def release_record(one: Freed, **fields: Any) -> Record:  # noqa: ANN401 - fields of a record
    """Give a release with its day of work."""
    targets: Mapping[str, Any] = {"target_types": sorted(one.targets)} if one.targets else {}
    ground = square(*one.rect[:2], width=one.rect.width)
    return {
        "code": one.code,
        "effective_date": one.day,
        "release_method": one.method,
        "geometry": ground,
        **targets,
        **fields,
    }
