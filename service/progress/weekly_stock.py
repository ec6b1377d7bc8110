"""The stock at the end of each week, from one reading of the ledger's totals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import TIMESTAMP, cast, func, literal_column, select
from sqlalchemy.orm import Session

from gis.codelists import HazardClass
from gis.periods import Period
from service.ledger.known import known_at
from service.progress.questions import ContaminationQuestion
from service.progress.totals import SPECK_M2, as_known, district_codes
from service.tables import ledger_total

WeekStock = Mapping[HazardClass, float]
"""Square metres by class; a class of which nothing is left is missing."""


def weekly_stock(
    session: Session, question: ContaminationQuestion, weeks: Sequence[Period], *, district_code: str | None = None
) -> list[WeekStock]:
    """Give the stock at the end of each week, what `contamination` tells of its Sunday by class; oldest week first.

    Of the question count the account and the state of knowledge.
    """
    changes_m2 = _changes(session, question, district_code)
    stock_m2, stocks = defaultdict[HazardClass, Decimal](Decimal), list[WeekStock]()
    for week in weeks:
        for monday in sorted(day for day in changes_m2 if day <= week.start):
            for classification, area_m2 in changes_m2.pop(monday).items():
                stock_m2[classification] += area_m2
        stocks.append({kind: float(area_m2) for kind, area_m2 in stock_m2.items() if abs(area_m2) >= SPECK_M2})
    return stocks


def first_day(session: Session, question: ContaminationQuestion) -> date | None:
    """Give the first day on which ground passed into stock, out of it, or was released outside it."""
    total = as_known(ledger_total, known_at(session, question.as_known_at)).c
    day: date | None = session.scalar(select(func.min(total.effective_date)).where(total.account == question.account))
    return day


def _changes(
    session: Session, question: ContaminationQuestion, district_code: str | None
) -> dict[date, dict[HazardClass, Decimal]]:
    """Give what came into stock less what left it, by the Mondays of weeks and by class."""
    total = as_known(ledger_total, known_at(session, question.as_known_at)).c
    monday = func.date_trunc(literal_column("'week'"), cast(total.effective_date, TIMESTAMP)).label("monday")
    before, after = (total.class_before, total.district_before_id), (total.class_after, total.district_after_id)
    passed = select(monday, *before, *after, func.sum(total.area_m2).label("area_m2"))
    codes = district_codes(session)
    changes_m2 = defaultdict[date, dict[HazardClass, Decimal]](lambda: defaultdict(Decimal))
    for row in session.execute(passed.where(total.account == question.account).group_by(monday, *before, *after)):
        left = (row.class_before, row.district_before_id, -row.area_m2)
        came = (row.class_after, row.district_after_id, row.area_m2)
        for classification, district_id, area_m2 in (left, came):
            if classification and district_code in {None, codes.get(district_id)}:
                changes_m2[row.monday.date()][HazardClass(classification)] += area_m2
    return changes_m2
