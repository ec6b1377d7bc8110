"""The effect of an upload over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request

from service.access import Action, SignedIn, require
from service.db import SessionDependency
from service.uploads.effect import effect_of
from service.uploads.effect_schemas import Effect

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])


@router.get("/{upload_id}/effect")
def get_effect(upload_id: UUID, actor: SignedIn, session: SessionDependency, *, request: Request) -> Effect:
    """Tell what the approval of an upload would change in the ledger, before anybody approves it.

    It is worked out by doing it and taking it back, and kept until the ledger changes. Of an upload that is rejected or
    only checked, the features without errors are looked at.
    """
    require(actor, Action.SEE_INTERNAL)
    return effect_of(session, upload_id, district_tolerance_m=request.app.state.settings.district_tolerance_m)
