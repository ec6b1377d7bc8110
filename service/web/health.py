"""Whether the service lives, and whether it is ready."""

from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service.db import SessionDependency
from service.problems import database_silent

router = APIRouter(tags=["operations"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Answer while the process lives."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(session: SessionDependency) -> dict[str, str]:
    """Answer when the database answers; 503 until then."""
    try:
        session.execute(text("select 1"))
    except OperationalError as error:
        raise database_silent() from error
    return {"status": "ready"}
