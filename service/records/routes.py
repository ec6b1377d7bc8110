"""Records over HTTP: what was known of one, and when."""

from fastapi import APIRouter

from service.access import ActorDependency
from service.db import SessionDependency
from service.records.flow import record_history
from service.records.schemas import RecordHistory

router = APIRouter(prefix="/api/v1/records", tags=["records"])


@router.get("/{layer}/{record_id}/history")
def get_history(layer: str, record_id: str, actor: ActorDependency, *, session: SessionDependency) -> RecordHistory:
    """Give every version of a record, by its id or its code: what, when, who, why, and through which upload.

    A record that is not public is shown to signed-in people of the programme only. One that was withdrawn is told like
    any other; its last version says by which upload it was closed.
    """
    return record_history(session, layer, record_id, actor=actor)
