"""Situation reports of a day for tests: who works, what they report, and the report read by its rows."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import Language
from service.reports.content import Content
from service.reports.flow import ReportOrder
from service.reports.kinds.daily import DAILY
from service.reports.page import Page, Setting, page
from service.reports.scope import Scope
from tests.service.bulletins import SETTINGS, Value, content
from tests.service.records import square

DAY = "2026-11-16"
ORDER = ReportOrder(kind="daily", period=DAY)
ORGANISATIONS = [
    {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "name_az": "Minatəmizləmə Agentliyi"},
    {"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "Müdafiə Nazirliyi"},
]


def task(code: str, status: str, organisation: str = "ANAMA", **fields: object) -> dict[str, Any]:
    """Give a task as a file has it."""
    return {"code": code, "task_type": "clearance", "organisation": organisation, "status": status, **fields}


def release(code: str, task_code: str | None, ground: tuple[float, float], **fields: object) -> dict[str, Any]:
    """Give a release of ground near Aghdam on the day, cleared by ANAMA if nothing else is told."""
    told = {"code": code, "task_code": task_code, "release_method": "cleared", "geometry": square(*ground)}
    return told | {"effective_date": DAY, "organisation": "ANAMA", "reported_by": "Team 1"} | fields


def row(made: Content, table: str, key: str) -> dict[str, Value]:
    """Give the values of a row by their columns."""
    told = made.table(table)
    cells = next(one.cells for one in told.rows if one.key == key)
    return dict(zip((each.key for each in told.columns), (cell.value for cell in cells), strict=True))


def keys(made: Content, table: str) -> list[str]:
    """Give the keys of the rows of a table."""
    return [one.key for one in made.table(table).rows]


def written(made: Content, language: Language) -> Page:
    """Lay the report out."""
    return page(made, DAILY, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None)


def of_part(session: Session, scope: Scope) -> Content:
    """Give the report of a part of the work."""
    return content(session, ReportOrder(kind="daily", period=DAY, scope=scope))
