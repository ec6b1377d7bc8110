"""What this installation is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.tables import instance_fact


def is_demonstration(session: Session) -> bool:
    """Tell whether made-up data was loaded, which every page, map and report then says."""
    fact = select(instance_fact.c.value).where(instance_fact.c.name == "demonstration")
    return session.scalar(fact) is True
