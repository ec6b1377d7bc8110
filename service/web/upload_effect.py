"""What the approval of an upload would do to the ledger, on its page."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import Row

from gis.codelists import Account, ContaminationClass, HazardClass, LedgerCause, ReleaseMethod
from gis.layers import LAYERS_BY_NAME
from service.access import sees_internal
from service.jobs import is_effect_due
from service.problems import Problem
from service.tables import GROUND_LAYERS
from service.uploads.effect import AT_MOST, AT_ONCE, asked_effect, changing_count, is_open, kept_effect
from service.uploads.effect_schemas import Effect
from service.web.names import Names
from service.web.page import Page, PageDependency
from service.web.upload_access import upload_seen

router = APIRouter(include_in_schema=False)

PER_SECOND: Final = 800
"""Features whose effect is worked out in a second, cautiously."""


@router.get("/uploads/{upload_id}/effect")
def effect(page: PageDependency, upload_id: UUID) -> HTMLResponse:
    """Work the effect out and show it: the page of the upload takes the section from here."""
    row = upload_seen(page, upload_id)
    refusal: Problem | None = None
    try:
        tolerance_m = page.settings.district_tolerance_m
        asked_effect(page.session, upload_id, district_tolerance_m=tolerance_m, at_most=_limit(page))
    except Problem as refused:
        refusal = refused
    return page.show(
        "upload_effect_page.html",
        row=row,
        layer=LAYERS_BY_NAME[row.layer],
        **effect_words(page, row) | {"effect_refusal": refusal.document(page.language) if refusal else None},
    )


def effect_words(page: Page, row: Row[Any]) -> dict[str, Any]:
    """Give what the section is rendered from: the effect if it is known, else how it may be asked for."""
    is_told = row.layer in GROUND_LAYERS and is_open(row)
    kept = kept_effect(page.session, row.id) if is_told else None
    told = kept.public if kept and not sees_internal(page.actor) else kept
    count = changing_count(page.session, row.id) if is_told and told is None else 0
    return {
        "has_effect": is_told and (told is not None or count > 0),
        "effect": told,
        "effect_count": count,
        "effect_seconds": max(1, count // PER_SECOND),
        "effect_is_quick": count <= AT_ONCE,
        "effect_is_due": count > AT_ONCE and is_effect_due(page.session, row.id),
        "effect_limit": _limit(page),
        "effect_refusal": None,
        "effect_names": _names(page, told) if told else None,
        "account_of": Account,
    }


def _limit(page: Page) -> int:
    """Give how large an upload may be: nobody who only tries the service keeps the ledger from its people."""
    return AT_MOST if page.actor else AT_ONCE


def _names(page: Page, told: Effect) -> dict[str, Callable[[Any], str]]:
    """Give what names the codes of an effect in the reader's language."""
    districts = Names.load(page.session, told.known_at or page.now, page.language).districts
    _ = page.translate
    return {
        "district": lambda code: districts.get(code, code) if code else _("in no district"),
        "method": lambda code: ReleaseMethod(code).label(page.language),
        "cause": lambda code: LedgerCause(code).label(page.language),
        "class": lambda code: ContaminationClass(code).label(page.language),
        "hazard": lambda code: HazardClass(code).label(page.language),
    }
