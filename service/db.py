"""The database: engine, session, and the codelists in it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import CODELISTS
from service.role import SERVICE_ROLE
from service.tables import LOOKUPS

OWNER_OPTIONS = "-c timezone=UTC -c jit=off"
SERVICE_OPTIONS = f"{OWNER_OPTIONS} -c role={SERVICE_ROLE}"
"""What every connection of the service starts with."""
CONNECTIONS = 15
"""So many are held at most. Each is kept once it is made: to make one takes as long as to draw a small tile."""


def make_engine(database_url: str) -> Engine:
    """Make the service's pool of connections to a database.

    Parameters
    ----------
    database_url
        Of the service's role, or of the owner, who then works as it. `postgresql://` means psycopg 3, the only driver
        used.
    """
    return _engine(database_url, SERVICE_OPTIONS)


def make_owner_engine(database_url: str) -> Engine:
    """Make a pool of connections with all rights of the URL's role: for migrating, backing up and restoring."""
    return _engine(database_url, OWNER_OPTIONS)


def _engine(database_url: str, options: str) -> Engine:
    url = database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        url, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=0, connect_args={"options": options}
    )


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Make the source of sessions."""
    return sessionmaker(engine, expire_on_commit=False)


def plan_each(session: Session) -> None:
    """Have every statement until the end of the transaction planned for the values that it is asked with.

    Asked again and again on a connection, it would get one plan for all values, which looks at all months for one week.
    """
    session.execute(text("set local plan_cache_mode = force_custom_plan"))


def get_session(request: Request) -> Iterator[Session]:
    """Give a request its session, committed before the answer goes out.

    Declare it as `SessionDependency`: with FastAPI's default scope the client would read 201 and the commit could still
    fail.
    """
    with request.app.state.sessions.begin() as session:
        yield session


SessionDependency = Annotated[Session, Depends(get_session, scope="function")]
"""The session of a request, as routes declare it."""


def sync_codelists(connection: Connection) -> None:
    """Bring the lookup tables to what the codelists say; a code that is gone from them stays."""
    for codelist in CODELISTS:
        statement = insert(LOOKUPS[codelist])
        rows = [
            {"code": member.value, "en": member.en, "az": member.az, "position": position}
            for position, member in enumerate(codelist)
        ]
        changed = {name: statement.excluded[name] for name in ("en", "az", "position")}
        connection.execute(statement.on_conflict_do_update(index_elements=["code"], set_=changed), rows)
