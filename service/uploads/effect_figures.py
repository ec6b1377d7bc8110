"""Reading what a change did to the ledger, at its stamp."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationType, LedgerCause, contamination_class
from gis.netting import SLIVER_M2
from gis.periods import week_of
from service import sql
from service.uploads.effect_schemas import AccountEffect, CountedAlready, OtherChange, ReleasedEffect, StockEffect

LEAST_M2 = 0.5
"""What is less prints as nothing: it is left by cuts along shared borders."""
SHOWN = 200
COUNTED = (LedgerCause.RELEASED, LedgerCause.RELEASED_OUTSIDE)

Rows = Sequence[RowMapping]


def accounts_at(session: Session, stamp: datetime, *, district_tolerance_m: float) -> list[AccountEffect]:
    """Give what the change of a stamp, the last one, did in each account."""
    values = {"stamp": stamp, "district_tolerance_m": district_tolerance_m, "least_m2": LEAST_M2}
    names = ("effect_figures", "effect_gross", "effect_overlaps", "effect_others", "effect_reopened")
    answers = {name: session.execute(sql.statement(name), values).mappings().all() for name in names}
    return [
        _account(account, {name: [row for row in rows if row["account"] == account] for name, rows in answers.items()})
        for account in Account
    ]


def _account(account: Account, answers: dict[str, Rows]) -> AccountEffect:
    figures, gross, overlaps = answers["effect_figures"], answers["effect_gross"], answers["effect_overlaps"]
    others = answers["effect_others"]
    released = _released(figures, gross)
    own = [row for row in figures if row["is_own"]]
    reopened = answers["effect_reopened"]
    return AccountEffect(
        account=account,
        **{name: sum(getattr(row, name) for row in released) for name in TOTALS},
        counted_already_m2=overlaps[0]["counted_m2"] if overlaps else 0,
        outside_m2=_after_m2(own, LedgerCause.RELEASED_OUTSIDE),
        partly_m2=_after_m2(own, LedgerCause.PARTLY_RELEASED),
        without_outline_m2=sum(row["without_outline_m2"] for row in gross),
        hazard_gross_m2=sum(row["gross_m2"] for row in gross if row["method"] is None),
        reopened_m2=sum(row["reopened_m2"] for row in reopened),
        stays_released_m2=sum(row["stays_released_m2"] for row in reopened),
        released=released,
        stock=_stock(figures),
        counted_already=[CountedAlready(index=row["position"], **row) for row in overlaps[:SHOWN]],
        counted_already_count=len(overlaps),
        others=[OtherChange(week=week_of(row["effective_date"]).label, **row) for row in others[:SHOWN]],
        other_count=len(others),
    )


TOTALS = ("gross_m2", "counted_m2", "before_m2", "others_m2", "change_m2")


def _released(figures: Rows, gross: Rows) -> list[ReleasedEffect]:
    """Add up the released ground by district and method."""
    sums: dict[tuple[str | None, str], dict[str, float]] = defaultdict(lambda: dict.fromkeys(TOTALS, 0.0))
    for row in gross:
        if row["method"]:
            sums[row["district"], row["method"]]["gross_m2"] += row["gross_m2"]
    for row in figures:
        if row["cause"] in COUNTED:
            one = sums[row["district"], row["method"]]
            change_m2 = row["after_m2"] - row["before_m2"]
            one["change_m2"] += change_m2
            if row["is_own"]:
                one["counted_m2"] += row["after_m2"]
                one["before_m2"] += row["before_m2"]
            else:
                one["others_m2"] += change_m2
    ordered = sorted(sums.items(), key=lambda item: (item[0][0] or "", item[0][1]))
    return [ReleasedEffect(district=d, method=m, **m2) for (d, m), m2 in ordered if any(m2.values())]


def _stock(figures: Rows) -> list[StockEffect]:
    """Add up by how much each class of recorded hazard grows or shrinks, by cause."""
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in figures:
        change_m2 = row["after_m2"] - row["before_m2"]
        for side, sign in (("before", -1), ("after", 1)):
            if row[f"class_{side}"]:
                types = frozenset(map(ContaminationType, row[f"types_{side}"]))
                sums[row["cause"], row[f"class_{side}"], contamination_class(types)] += sign * change_m2
    return [
        StockEffect(cause=cause, classification=kind, contamination_class=of, change_m2=m2)
        for (cause, kind, of), m2 in sorted(sums.items())
        if abs(m2) >= SLIVER_M2
    ]


def _after_m2(rows: Iterable[Any], cause: LedgerCause) -> float:
    return float(sum(row["after_m2"] for row in rows if row["cause"] == cause))
