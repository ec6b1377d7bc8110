"""Spot tasks: somebody reports a single find, a team comes and takes it away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from gis.codelists import ActivityType, TaskStatus
from seeds.made_up.country import LINES, course, district_at
from seeds.made_up.features import Feature
from seeds.made_up.finds import Find, finds_at
from seeds.made_up.ground import Metres, to_degrees
from seeds.made_up.records import MADE_UP
from seeds.made_up.season import Period
from seeds.made_up.teams import RESCUE

COUNT = 14
NEAR_M = 6_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Spot:
    """One call to a single find."""

    position: Metres
    day: date
    district: str
    finds: tuple[Find, ...]


def spots(rng: Generator, period: Period) -> tuple[Spot, ...]:
    """Give calls spread over the period, the last one in its last week."""
    lines = [course(line) for line in LINES]
    days = [*np.linspace(10, 700, COUNT - 1), 724]
    return tuple(
        _spot(rng, lines[number % len(lines)].interpolate(rng.uniform(), normalized=True).coords[0], day)
        for number, day in enumerate(period.first_day + timedelta(days=int(offset)) for offset in days)
    )


def _spot(rng: Generator, near: tuple[float, ...], day: date) -> Spot:
    """Give a call from somewhere near a position, inside the country."""
    while True:
        position = np.array(near) + rng.uniform(-NEAR_M, NEAR_M, 2)
        district = district_at(*to_degrees(position[None])[0])
        if district:
            return Spot(position=position, day=day, district=district, finds=finds_at(rng, position, day))


def spot_tasks(known: dict[Spot, str]) -> Iterator[Feature]:
    """Give the tasks of the calls; they belong to no hazardous area and release no ground."""
    for spot, code in known.items():
        yield Feature(
            properties={
                "code": code,
                "task_type": ActivityType.SPOT_TASK,
                "organisation": RESCUE.code,
                "status": TaskStatus.CLOSED,
                "issued_on": spot.day,
                "started_on": spot.day,
                "completed_on": spot.day,
                "accepted_on": spot.day,
                "priority": "high",
                "priority_basis": "life_threat",
                "district_code": spot.district,
                "visibility": "public",
                "remarks": MADE_UP,
            },
            shapes=(spot.position[None],),
        )
