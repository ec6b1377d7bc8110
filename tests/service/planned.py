"""Tasks and phases for tests, and what is known of their plans."""

from datetime import date
from typing import Any

from shapely import Polygon
from sqlalchemy.orm import Session

from gis.codelists import Account, Visibility
from service.figures.plan import PhaseProgress, Plan, PlanQuestion, TaskProgress
from service.figures.plans import plans

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
OPERATIONAL, CERTIFIED = Account.OPERATIONAL, Account.CERTIFIED
YEAR_END = PlanQuestion(as_of=date(2025, 12, 31), audience=frozenset(Visibility))


def release(code: str, day: str, ground: Polygon | None, **fields: object) -> dict[str, Any]:
    """Give a release as a file has it."""
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


def task(code: str, **fields: object) -> dict[str, Any]:
    """Give a task as a file has it."""
    return {"code": code, "task_type": "clearance", "organisation": "ANAMA", "status": "active", **fields}


def tasks(session: Session, question: PlanQuestion = YEAR_END) -> dict[str, TaskProgress]:
    """Give what is known of tasks, by their codes."""
    return {row.code: row for row in plans(session, question).tasks}


def phases(session: Session, question: PlanQuestion = YEAR_END) -> dict[str, PhaseProgress]:
    """Give what is known of phases, by their codes."""
    return {row.code: row for row in plans(session, question).phases}


def squares(plan: Plan, account: Account = OPERATIONAL) -> float:
    """Give what was released in squares of the grid."""
    return round(plan.released_m2(account) / SQUARE_M2, 3)
