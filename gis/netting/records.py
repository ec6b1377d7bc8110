"""What the rule is asked about, and what it answers."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.codelists import ContaminationType, HazardClass, LedgerCause
from gis.netting.grounds import Ground

ALL_TYPES = (1 << len(ContaminationType)) - 1
NEVER = np.iinfo(np.int32).max
ALWAYS = np.iinfo(np.int32).min


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Ground that hazardous areas put into stock, in the order in which pieces of one day begin and end.

    Attributes
    ----------
    start, end
        First day on which it is hazardous, and the day from which it no longer is; `NEVER` while it stands.
    since
        Work before this day does not count for it; `ALWAYS`: all does.
    is_successor, is_succeeded
        Whether it begins as the heir of other areas, and ends because others take over.
    district
        The district in which the area is said to lie; None where it is not said.
    """

    ground: Ground
    is_confirmed: NDArray[np.bool_]
    types: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    since: NDArray[np.int64]
    is_successor: NDArray[np.bool_]
    is_succeeded: NDArray[np.bool_]
    district: NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Releases:
    """Releases of one account, in the order in which they count.

    Attributes
    ----------
    day
        On which it counts in the account.
    worked
        On which the work was done; in the certified account before the day of acceptance.
    targets
        The types that were searched for.
    """

    ground: Ground
    day: NDArray[np.int64]
    worked: NDArray[np.int64]
    targets: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Records:
    """The pieces that were ever recorded on some ground, and the releases of one account there."""

    pieces: Pieces
    releases: Releases


class State(NamedTuple):
    """What is open on ground, and the stated district of the area that it is told by: the first, confirmed first."""

    classification: HazardClass | None
    types: int
    district: Hashable | None


NOT_IN_STOCK = State(None, 0, None)


class Passage(NamedTuple):
    """Ground that one record moved from a state to another.

    Attributes
    ----------
    event
        Position of the record among those that were asked for.
    ground
        A MultiPolygon; no polygon of it is a sliver.
    """

    event: int
    cause: LedgerCause
    before: State
    after: State
    ground: shapely.MultiPolygon


def state(contributions: Iterable[tuple[int, int]], pieces: Pieces) -> State:
    """Give the state of ground from the open types of each piece: confirmed where any confirmed piece is open."""
    is_open = [(not pieces.is_confirmed[piece], piece, types) for piece, types in contributions if types]
    if not is_open:
        return NOT_IN_STOCK
    is_suspected, first, _ = min(is_open)
    types = reduce(or_, (types for *_, types in is_open))
    return State(HazardClass.SHA if is_suspected else HazardClass.CHA, types, pieces.district[first])


def release_cause(after: State) -> LedgerCause:
    """Give what a release is the cause of: ground freed of everything, or of a part."""
    return LedgerCause.RELEASED if after == NOT_IN_STOCK else LedgerCause.PARTLY_RELEASED


def piece_cause(before: State, after: State, *, is_successor: bool, is_succeeded: bool) -> LedgerCause:
    """Give what a piece is the cause of when it begins or ends."""
    if before == NOT_IN_STOCK and not is_successor:
        return LedgerCause.IDENTIFIED
    if after == NOT_IN_STOCK and not is_succeeded:
        return LedgerCause.BOOKED_OFF
    return LedgerCause.REDRAWN
