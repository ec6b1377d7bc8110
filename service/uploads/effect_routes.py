"""The effect of an upload over HTTP."""

from http import HTTPStatus
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from service.access import Action, SignedIn, require
from service.db import SessionDependency
from service.uploads.effect import asked_effect
from service.uploads.effect_schemas import Effect

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])


class Waiting(BaseModel):
    """An effect that the worker is working out."""

    status: Literal["waiting"] = "waiting"


@router.get("/{upload_id}/effect", response_model=Effect, responses={202: {"model": Waiting}})
def get_effect(upload_id: UUID, actor: SignedIn, session: SessionDependency, *, request: Request) -> Effect | Response:
    """Tell what the approval of an upload would change in the ledger, before anybody approves it.

    It is worked out by doing it and taking it back, and kept until the ledger changes. Of an upload that is rejected or
    only checked, the features without errors are looked at. That of a large upload is left to the worker: the answer is
    202 until it is there.
    """
    require(actor, Action.SEE_INTERNAL)
    tolerance_m = request.app.state.settings.district_tolerance_m
    effect = asked_effect(session, upload_id, district_tolerance_m=tolerance_m)
    return effect or JSONResponse(Waiting().model_dump(), status_code=HTTPStatus.ACCEPTED)
