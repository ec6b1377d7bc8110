"""What the teams find: mines in rows, bomblets in clusters, and a good deal of scrap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from gis.codelists import ContaminationType as Type
from gis.codelists import DisposalState, EoCategory
from seeds.made_up.ground import Metres, place
from seeds.made_up.schedule import Block, Work

SCRAP_DAYS = 0.03


@dataclass(frozen=True, kw_only=True)
class Find:
    """Items of one kind found at one place."""

    category: EoCategory
    model: str
    quantity: int
    position: Metres
    depth_cm: int
    found_on: date
    state: DisposalState
    disposed_on: date

    def state_on(self, day: date) -> tuple[DisposalState, date | None]:
        """Give what had become of it by a day, and when."""
        return (self.state, self.disposed_on) if self.disposed_on <= day else (DisposalState.AWAITING, None)


@dataclass(frozen=True, kw_only=True)
class Yield:
    """How often and how much of one kind a day brings.

    Attributes
    ----------
    days
        Share of days with a find.
    more
        Mean number of further places on such a day.
    most_each
        Largest quantity at one place.
    """

    category: EoCategory
    models: tuple[str, ...]
    days: float
    more: float
    most_each: int
    depth_cm: tuple[int, int]
    state: DisposalState


YIELDS = {
    Type.AP_MINE: Yield(
        category=EoCategory.AP_MINE,
        models=("PMN-2", "PMN", "OZM-72"),
        days=0.22,
        more=1.7,
        most_each=1,
        depth_cm=(2, 12),
        state=DisposalState.DESTROYED_IN_SITU,
    ),
    Type.AV_MINE: Yield(
        category=EoCategory.AV_MINE,
        models=("TM-62M", "TM-57"),
        days=0.24,
        more=1.2,
        most_each=1,
        depth_cm=(8, 20),
        state=DisposalState.NEUTRALISED,
    ),
    Type.CMR: Yield(
        category=EoCategory.SUBMUNITION,
        models=("9N235", "9N210"),
        days=0.3,
        more=1.8,
        most_each=1,
        depth_cm=(0, 10),
        state=DisposalState.DESTROYED_IN_SITU,
    ),
    Type.ERW: Yield(
        category=EoCategory.UXO,
        models=("82 mm mortar bomb", "122 mm projectile", "VOG-17 grenade", "PG-7 rocket"),
        days=0.36,
        more=0.6,
        most_each=14,
        depth_cm=(0, 30),
        state=DisposalState.REMOVED,
    ),
}


def finds_in(rng: Generator, work: Work, block: Block) -> tuple[Find, ...]:
    """Give what a day of searching brought to light; survey of margins brings nothing, or they were no margins."""
    if work.order.craft.depth_cm is None:
        return ()
    searched = work.order.targets or work.order.hazards[0].types
    found = [find for kind in searched if kind in YIELDS for find in _of(rng, YIELDS[kind], block)]
    return (*found, *_scrap(rng, block))


def finds_at(rng: Generator, position: Metres, day: date) -> tuple[Find, ...]:
    """Give what a call to a single find brought: ordnance, seldom more than one kind."""
    return tuple(_draw(rng, YIELDS[Type.ERW], position=position, day=day) for _ in range(int(rng.integers(1, 3))))


def _of(rng: Generator, kind: Yield, block: Block) -> Iterator[Find]:
    if rng.uniform() < kind.days:
        for _ in range(1 + int(rng.poisson(kind.more))):
            yield _draw(rng, kind, position=_position(rng, block), day=block.day)


def _scrap(rng: Generator, block: Block) -> Iterator[Find]:
    if rng.uniform() < SCRAP_DAYS:
        yield Find(
            category=EoCategory.SCRAP,
            model="shell fragments",
            quantity=int(rng.integers(5, 60)),
            position=_position(rng, block),
            depth_cm=5,
            found_on=block.day,
            state=DisposalState.REMOVED,
            disposed_on=block.day,
        )


def _draw(rng: Generator, kind: Yield, *, position: Metres, day: date) -> Find:
    """Draw one find; most are dealt with the same day, the rest within the week."""
    wait_days = 0 if rng.uniform() < 0.7 else int(rng.integers(1, 6))  # noqa: PLR2004 - see above
    is_axo = kind.category is EoCategory.UXO and rng.uniform() < 0.1  # noqa: PLR2004 - a tenth was left in stores
    return Find(
        category=EoCategory.AXO if is_axo else kind.category,
        model=str(rng.choice(kind.models)),
        quantity=1 + int(rng.integers(0, kind.most_each)),
        position=position,
        depth_cm=int(rng.integers(*kind.depth_cm)),
        found_on=day,
        state=kind.state,
        disposed_on=day + timedelta(days=wait_days),
    )


def _position(rng: Generator, block: Block) -> Metres:
    """Draw a place (2,) on the ground that is new that day."""
    share = rng.uniform(0.1, 0.9)
    left_m, right_m = (
        start + (stop - start) * share
        for start, stop in ((block.start.left_m, block.stop.left_m), (block.start.right_m, block.stop.right_m))
    )
    across = rng.uniform(0.08, 0.92)
    return place(block.lane, float(np.interp(across, [0, 1], [left_m, right_m])), across)
