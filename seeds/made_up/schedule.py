"""Two years of work: which team takes which task when, and what ground it covers each day."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from gis.codelists import ContaminationType
from seeds.made_up.ground import Belt, Front, Metres, area_m2, between, lanes, outline, to_plane
from seeds.made_up.hazards import Hazard
from seeds.made_up.season import Period, day_length, work_probability
from seeds.made_up.teams import Craft, Team

OVERLAPPING_DAYS = 0.25
"""Share of days that begin on ground of the day before."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Order:
    """A task as it is handed out.

    Attributes
    ----------
    targets
        What is searched for; None for everything.
    stops_after
        Share of the ground after which it is suspended; None for a task that runs to its end.
    is_urgent
        Whether the next team that is free takes it, however far it is.
    """

    belts: tuple[Belt, ...]
    hazards: tuple[Hazard, ...]
    craft: Craft
    ready_on: date
    targets: tuple[ContaminationType, ...] | None = None
    stops_after: float | None = None
    is_urgent: bool = False

    @property
    def middle(self) -> Metres:
        """A position (2,) on its ground."""
        return self.belts[0].middle

    @property
    def outlines(self) -> tuple[Metres, ...]:
        """Closed rings round its ground."""
        return tuple(outline(belt) for belt in self.belts)


@dataclass(frozen=True, kw_only=True)
class Block:
    """The ground that a team covered on one day.

    Attributes
    ----------
    ring
        Closed ring; it begins on ground of the day before where people searched an edge again.
    lane, start, stop
        The lane, and the fronts between which the ground is new.
    """

    day: date
    ring: Metres
    lane: Belt
    start: Front
    stop: Front

    @property
    def area_m2(self) -> float:
        """The area inside the ring."""
        return area_m2(self.ring)


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """A task that was begun: who did it and what was done each day, in order."""

    order: Order
    team: Team
    blocks: tuple[Block, ...]
    is_finished: bool

    def until(self, day: date) -> "Work | None":
        """Give the work as it stood in the evening of a day; None if it had not begun."""
        blocks = tuple(block for block in self.blocks if block.day <= day)
        if not blocks:
            return None
        is_finished = self.is_finished and len(blocks) == len(self.blocks)
        return Work(order=self.order, team=self.team, blocks=blocks, is_finished=is_finished)

    @property
    def started_on(self) -> date:
        """The first day of work."""
        return self.blocks[0].day

    @property
    def last_worked_on(self) -> date:
        """The last day of work."""
        return self.blocks[-1].day


def schedule(rng: Generator, period: Period, *, teams: tuple[Team, ...], orders: tuple[Order, ...]) -> tuple[Work, ...]:
    """Give all work up to the period's horizon: each team takes the nearest task for its craft, urgent ones first."""
    waiting, done = list(orders), []
    at = [to_plane(np.array([team.home]))[0] for team in teams]
    free = [(period.first_day, number) for number in range(len(teams))]
    while free:
        day, number = heapq.heappop(free)
        order = _nearest(waiting, teams[number].craft, here=at[number], day=day)
        if day > period.horizon:
            continue
        if order is None:  # nothing to do: ask again next week
            heapq.heappush(free, (day + timedelta(days=7), number))
            continue
        waiting.remove(order)
        blocks = tuple(_blocks(rng, order, begin_on=day, horizon=period.horizon))
        if blocks:
            done.append(_work(order, teams[number], blocks))
            at[number] = order.middle
            heapq.heappush(free, (blocks[-1].day + timedelta(days=int(rng.integers(2, 8))), number))
    return tuple(done)


def _nearest(waiting: list[Order], craft: Craft, *, here: Metres, day: date) -> Order | None:
    ready = [order for order in waiting if order.craft is craft and order.ready_on <= day]
    return min(ready, key=lambda order: (not order.is_urgent, float(np.hypot(*(order.middle - here)))), default=None)


def _work(order: Order, team: Team, blocks: tuple[Block, ...]) -> Work:
    covered_m2 = sum(area_m2(between(block.lane, block.start, block.stop)) for block in blocks)
    total_m2 = sum(belt.area_m2 for belt in order.belts)
    return Work(order=order, team=team, blocks=blocks, is_finished=covered_m2 > 0.999 * total_m2)


def _blocks(rng: Generator, order: Order, *, begin_on: date, horizon: date) -> Iterator[Block]:
    """Walk a task's lanes day by day, until its end, its suspension or the horizon."""
    days = _working_days(rng, begin_on, horizon)
    stops_at_m2 = sum(belt.area_m2 for belt in order.belts) * (order.stops_after or 1.0)
    covered_m2 = 0.0
    for lane, start, stop, day in _walk(rng, order, days):
        overlap_m = _overlap_m(rng, start, stop)
        block = Block(day=day, ring=between(lane, start.back(overlap_m), stop), lane=lane, start=start, stop=stop)
        yield block
        covered_m2 += block.area_m2
        if order.stops_after and covered_m2 > stops_at_m2:
            return


def _walk(rng: Generator, order: Order, days: Iterator[date]) -> Iterator[tuple[Belt, Front, Front, date]]:
    for belt in order.belts:
        for lane in lanes(belt, max(1, round(belt.area_m2 / belt.length_m / order.craft.lane_m))):
            front = Front(0.0, 0.0)
            while front.left_m < lane.length_m:
                day = next(days, None)
                if day is None:
                    return
                ahead = _advance(rng, lane, front=front, daily_m2=_daily_m2(rng, order.craft, day))
                yield lane, front, ahead, day
                front = ahead


def _working_days(rng: Generator, begin_on: date, horizon: date) -> Iterator[date]:
    for offset in range((horizon - begin_on).days + 1):
        day = begin_on + timedelta(days=offset)
        if rng.uniform() < work_probability(day):
            yield day


def _daily_m2(rng: Generator, craft: Craft, day: date) -> float:
    full_day_m2 = np.clip(craft.daily_m2 * rng.lognormal(0, craft.spread), craft.least_m2, craft.most_m2)
    return float(full_day_m2) * day_length(day)


def _advance(rng: Generator, lane: Belt, *, front: Front, daily_m2: float) -> Front:
    """Give the front in the evening; what little is left of a lane is done the same day."""
    here_m = (front.left_m + front.right_m) / 2
    step_m = 0.0
    for _ in range(3):  # the width half way decides, and half way depends on the step
        step_m = daily_m2 / max(lane.width_m(min(here_m + step_m / 2, lane.length_m)), 5.0)
    if here_m + 1.4 * step_m >= lane.length_m:
        return Front(lane.length_m, lane.length_m)
    slant_m = float(np.clip(rng.normal(0, 0.08) * lane.width_m(here_m), -0.15 * step_m, 0.15 * step_m))
    return Front(
        max(here_m + step_m + slant_m, front.left_m + 0.5 * step_m),
        max(here_m + step_m - slant_m, front.right_m + 0.5 * step_m),
    )


def _overlap_m(rng: Generator, start: Front, stop: Front) -> float:
    """Give how far the day began behind the evening before: a few per cent of the day's way, or nothing."""
    if rng.uniform() > OVERLAPPING_DAYS:
        return 0.0
    return float(rng.uniform(0.02, 0.07) * (stop.left_m - start.left_m))
