"""What each record did to the ground: the ledger's rule for many records at once.

`gis.ledger` states the same rule plainly, a record at a time, and is what this is held to. Here most releases are
looked at together, as arrays: those that lie on pieces which do not overlap, where every type of hazard has the same
past. The few others, and the pieces themselves, are cut one by one along whatever is open on them.

Everything is planar in longitude and latitude. Types of hazard are bits of a whole number, in the codelist's order;
days are whole numbers.
"""

from gis.netting.cells import piece_passages
from gis.netting.grounds import SLIVER_M2, Ground, Index
from gis.netting.records import ALL_TYPES, ALWAYS, NEVER, NOT_IN_STOCK, Passage, Pieces, Records, Releases, State
from gis.netting.releases import release_passages

__all__ = [
    "ALL_TYPES",
    "ALWAYS",
    "NEVER",
    "NOT_IN_STOCK",
    "SLIVER_M2",
    "Ground",
    "Index",
    "Passage",
    "Pieces",
    "Records",
    "Releases",
    "State",
    "piece_passages",
    "release_passages",
]
