"""The role that the service works as: it can add and close, and neither change nor delete what was told.

Its grants are in the migrations. The role itself belongs to the whole server, where several databases may share it.
"""

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from service.sql import statement

SERVICE_ROLE = "landrelease_service"


class RoleMissingError(Exception):
    """The service's role is missing on the server, or the owner of the database may not work as it."""


def ensure_role(connection: Connection) -> None:
    """Make the service's role where the server has none, and let the owner of the database work as it.

    Raises
    ------
    RoleMissingError
        If a superuser has to do it.
    """
    try:
        with connection.begin_nested():
            connection.execute(statement("service_role"))
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        owner = connection.engine.url.username
        words = (
            f"The role {SERVICE_ROLE} is missing, or {owner} may not work as it. A superuser of the database runs: "
            f"create role {SERVICE_ROLE} login; grant {SERVICE_ROLE} to {owner}"
        )
        raise RoleMissingError(words) from error
