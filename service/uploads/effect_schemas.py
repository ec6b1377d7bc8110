"""What the approval of an upload would do to the ledger, as it is told and kept."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import Account, ContaminationClass, HazardClass, LedgerCause, ReleaseMethod


class Told(BaseModel):
    """A part of an effect."""

    model_config = ConfigDict(frozen=True)


class ReleasedEffect(Told):
    """What changes of the ground released in one district by one method.

    Attributes
    ----------
    gross_m2
        The outlines that come, as drawn, overlaps included.
    counted_m2, before_m2
        What the ledger would count of the upload's records, and what it counts of the same records now.
    others_m2
        By how much the count of other records changes: ground that goes to earlier work is taken from later work.
    """

    district: Annotated[str | None, Field(description="Its code; null: in none.")]
    method: ReleaseMethod
    gross_m2: float
    counted_m2: float
    before_m2: float
    others_m2: float
    change_m2: Annotated[float, Field(description="By how much the published figure changes.")]


class StockEffect(Told):
    """By how much recorded hazard of one class grows or shrinks, and why."""

    cause: LedgerCause
    classification: HazardClass
    contamination_class: ContaminationClass
    change_m2: float


class CountedAlready(Told):
    """Ground of one release that another one counts, because it comes earlier."""

    index: int
    code: str
    other_code: str
    other_method: ReleaseMethod
    other_date: date
    is_of_file: Annotated[bool, Field(description="The other one comes in the same file; else it is approved.")]
    is_public: Annotated[bool, Field(description="Anybody may see the other one.")]
    area_m2: float


class OtherChange(Told):
    """A record that is not in the upload, and by how much its count changes."""

    code: str
    method: ReleaseMethod
    effective_date: date
    week: str
    is_public: bool
    change_m2: float


class AccountEffect(Told):
    """The effect in one account; the two are never added.

    Attributes
    ----------
    counted_already_m2
        All ground of the upload's releases that others count, once.
    outside_m2, partly_m2
        Counted outside recorded hazard; searched for part of its types, so that it stays in stock.
    without_outline_m2
        Reported without an outline: printed apart, never in the ledger.
    reopened_m2, stays_released_m2
        Ground released before, under the upload's hazardous areas: what is hazardous anew, and what is not, because
        nobody said so.
    """

    account: Account
    gross_m2: float
    counted_m2: float
    before_m2: float
    others_m2: float
    change_m2: float
    counted_already_m2: float
    outside_m2: float
    partly_m2: float
    without_outline_m2: float
    hazard_gross_m2: Annotated[float, Field(description="The outlines of hazardous areas that come, as drawn.")]
    reopened_m2: float
    stays_released_m2: float
    released: list[ReleasedEffect]
    stock: list[StockEffect]
    counted_already: Annotated[list[CountedAlready], Field(description="The largest first, at most 200.")]
    counted_already_count: int
    others: Annotated[list[OtherChange], Field(description="The most changed first, at most 200.")]
    other_count: int

    @property
    def public(self) -> Self:
        """Give what anybody may know: nothing of where hazard is recorded, and no record that is not public."""
        hidden = dict.fromkeys(("outside_m2", "partly_m2", "reopened_m2", "stays_released_m2"), 0.0)
        counted_already = [pair for pair in self.counted_already if pair.is_public or pair.is_of_file]
        others = [other for other in self.others if other.is_public]
        return self.model_copy(update={**hidden, "stock": [], "counted_already": counted_already, "others": others})


class Effect(Told):
    """What the approval of an upload would do to the ledger.

    Attributes
    ----------
    known_at
        The last change of the ledger that it is worked out on; missing before the first.
    feature_count, left_out_count
        How many features it is worked out from, and how many are left out because of their errors.
    overtaken_codes
        Records that other uploads have changed since this one was checked; the first few. It could not be approved as
        it is.
    accounts
        Empty for layers that the ledger does not count.
    """

    known_at: datetime | None
    worked_out_at: datetime
    feature_count: int
    left_out_count: int
    overtaken_codes: list[str]
    accounts: list[AccountEffect]

    @property
    def public(self) -> Self:
        """Give what anybody may know."""
        return self.model_copy(update={"accounts": [one.public for one in self.accounts]})

    @property
    def by_method(self) -> dict[ReleaseMethod, float]:
        """Give by how much the released area of each method changes in the operational account."""
        told = self.of(Account.OPERATIONAL)
        rows = told.released if told else []
        sums = {method: sum(row.change_m2 for row in rows if row.method == method) for method in ReleaseMethod}
        return {method: m2 for method, m2 in sums.items() if m2}

    @property
    def hazard_m2(self) -> float:
        """Give by how much recorded hazard changes in the operational account."""
        told = self.of(Account.OPERATIONAL)
        return sum(row.change_m2 for row in told.stock) if told else 0

    def of(self, account: Account) -> AccountEffect | None:
        """Give the effect in one account, if the ledger has any."""
        return next((one for one in self.accounts if one.account == account), None)
