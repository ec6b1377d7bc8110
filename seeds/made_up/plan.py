"""What is to be done about each site: tasks for the teams, and decisions of non-technical survey."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from math import ceil

import numpy as np
from numpy.random import Generator

from gis.codelists import ContaminationType
from seeds.made_up.ground import Belt, pieces
from seeds.made_up.hazards import MINES_UNDER_BOMBLETS, Hazard, Site, Sites
from seeds.made_up.schedule import Order
from seeds.made_up.season import Period
from seeds.made_up.teams import BATTLE_AREA, DOGS, MACHINES, MANUAL, SURVEY, Craft

TASKING_TAKES = timedelta(days=25)
SUSPENDED_EVERY = 19
NOT_MINES = (ContaminationType.CMR, ContaminationType.ERW)


@dataclass(frozen=True, kw_only=True, eq=False)
class Decision:
    """Ground of one suspected area that non-technical survey cancelled on a day."""

    belts: tuple[Belt, ...]
    hazard: Hazard
    day: date


def orders(sites: Sites) -> tuple[Order, ...]:
    """Give the tasks that the sites ask for; those that no team reaches stay planned or issued."""
    drafted = [
        *_row_orders(sites.minefields),
        *_margin_orders(sites.minefields),
        *_field_orders(sites.vehicle_fields, MACHINES),
        *_field_orders(sites.battle_areas, BATTLE_AREA),
        *(replace(order, is_urgent=True) for order in _split(sites.recontaminated, MANUAL)),
    ]
    return tuple(_with_suspension(order, number) for number, order in enumerate(drafted))


def cancellations(rng: Generator, sites: Sites, period: Period) -> tuple[Decision, ...]:
    """Give the cancelled first margins of every second minefield, spread over the period, the last in its last week."""
    chosen = sorted(_suspected_with_margins(sites.minefields[1::2]), key=lambda pair: pair[0].identified_on)
    days = np.linspace(60, 720, len(chosen)) + rng.uniform(-12, 12, len(chosen))
    decided = [_working_day(period.first_day + timedelta(days=int(offset))) for offset in days]
    decided[-1] = period.last_day - timedelta(days=3)
    return tuple(
        Decision(belts=(margin,), hazard=hazard, day=day)
        for (hazard, margin), day in zip(chosen, decided, strict=True)
        if day > hazard.identified_on + TASKING_TAKES
    )


def _suspected_with_margins(sites: tuple[Site, ...]) -> list[tuple[Hazard, Belt]]:
    return [(site.suspected, site.margins[0]) for site in sites if site.suspected]


def _row_orders(sites: tuple[Site, ...]) -> Iterator[Order]:
    crafts = cycle((MANUAL, MANUAL, DOGS))
    for site in sites:
        for row in site.confirmed:
            yield from _split(row, next(crafts))


def _margin_orders(sites: tuple[Site, ...]) -> Iterator[Order]:
    """Give technical survey of the margins of the minefields that nobody cancelled."""
    for site in sites[::2]:
        if site.suspected:
            ready_on = site.confirmed[0].identified_on + TASKING_TAKES
            yield Order(belts=site.margins, hazards=(site.suspected,), craft=SURVEY, ready_on=ready_on)


def _field_orders(sites: tuple[Site, ...], craft: Craft) -> Iterator[Order]:
    for site in sites:
        for hazard in site.confirmed:
            is_mined = hazard.types == MINES_UNDER_BOMBLETS
            yield from (replace(order, is_urgent=is_mined) for order in _split(hazard, craft))


def _split(hazard: Hazard, craft: Craft) -> Iterator[Order]:
    targets = NOT_MINES if hazard.types == MINES_UNDER_BOMBLETS else None
    for piece in pieces(hazard.belt, ceil(hazard.belt.area_m2 / craft.task_m2)):
        ready_on = hazard.identified_on + TASKING_TAKES
        yield Order(belts=(piece,), hazards=(hazard,), craft=craft, ready_on=ready_on, targets=targets)


def _with_suspension(order: Order, number: int) -> Order:
    if number % SUSPENDED_EVERY != 7:  # noqa: PLR2004 - any remainder will do
        return order
    return replace(order, stops_after=0.45)


def _working_day(day: date) -> date:
    return day - timedelta(days=max(day.isoweekday() - 5, 0))
