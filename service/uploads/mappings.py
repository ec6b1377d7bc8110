"""Saved mappings: how the files of an organisation are read, kept from one file for the next that looks like it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, or_, select
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME, Layer
from gis.mapping import Answers, Saved, Understood
from gis.mapping.saved import worth_keeping
from service.access import Action, Actor, require
from service.problems import WrongParameter
from service.tables import IDENTITIES, person, saved_mapping

MOST = 200
"""The newest mappings are looked at; older ones were for files that nobody sends any more."""

organisation = IDENTITIES["organisations"]


def mappings_for(session: Session, layer: Layer, actor: Actor) -> list[Saved]:
    """Give the mappings that may fit the files of a person, the newest first."""
    return [
        Saved(id=str(row.id), column_names=frozenset(row.column_names), answers=Answers.model_validate(row.answers))
        for row in mapping_rows(session, actor, layer=layer)
    ]


def mapping_rows(session: Session, actor: Actor, *, layer: Layer | None = None) -> list[Row[Any]]:
    """Give the installation's mappings, and those of the person's organisation; of every one for who is of none."""
    found = _mappings()
    if layer is not None:
        found = found.where(saved_mapping.c.layer == layer.name)
    if actor.organisation_id is not None or not actor.may(Action.SEE_INTERNAL):
        own = saved_mapping.c.organisation_id == actor.organisation_id
        found = found.where(or_(own, saved_mapping.c.organisation_id.is_(None)))
    newest = found.order_by(saved_mapping.c.saved_at.desc(), saved_mapping.c.id)
    return list(session.execute(newest.limit(MOST)).all())


def save_mapping(session: Session, upload: Row[Any], organisation_code: str | None, *, actor: Actor) -> Row[Any]:
    """Keep how an upload's file was read, for files with the same columns.

    Parameters
    ----------
    upload
        Its row.
    organisation_code
        Whose files look so; of a person of an organisation it is theirs, else none means everybody's.

    Raises
    ------
    NotAllowed
        If the role does not permit it.
    WrongParameter
        If the organisation is unknown or another than the person's, or nothing was said of the file that could be kept.
    """
    require(actor, Action.UPLOAD)
    understood = Understood.model_validate(upload.understood or {"format": "?"})
    kept = worth_keeping(Answers.model_validate(upload.answers), understood, LAYERS_BY_NAME[upload.layer])
    if not understood.columns or kept == Answers():
        raise WrongParameter(
            "Nothing was said of how to read this file that could be kept: its columns are understood by themselves. "
            "Nothing was stored.",
            "Bu faylın oxunması haqqında saxlanıla bilən heç nə deyilməyib: sütunları özləri anlaşılır. Heç nə "
            "saxlanılmadı.",
        )
    values = {
        "organisation_id": _organisation_id(session, organisation_code, actor),
        "layer": upload.layer,
        "column_names": [column.name for column in understood.columns],
        "answers": kept.model_dump(mode="json", exclude_defaults=True),
        "saved_by_id": actor.id,
    }
    stored = session.scalars(insert(saved_mapping).values(values).returning(saved_mapping.c.id)).one()
    return session.execute(_mappings().where(saved_mapping.c.id == stored)).one()


def _mappings() -> Select[Any]:
    """Select mappings, with whose they are and who saved them."""
    return (
        select(saved_mapping, organisation.c.code.label("organisation"), person.c.name.label("saved_by"))
        .join(person, person.c.id == saved_mapping.c.saved_by_id)
        .outerjoin(organisation, organisation.c.id == saved_mapping.c.organisation_id)
    )


def _organisation_id(session: Session, code: str | None, actor: Actor) -> UUID | None:
    """Give whose mapping it becomes."""
    if code is None:
        return actor.organisation_id
    found: UUID | None = session.scalar(select(organisation.c.id).where(organisation.c.code == code))
    if found is None or actor.organisation_id not in {None, found}:
        raise WrongParameter(
            f"“{code}” is no organisation for which you can save a mapping. Nothing was stored.",
            f"“{code}” uyğunlaşdırma saxlaya biləcəyiniz təşkilat deyil. Heç nə saxlanılmadı.",
        )
    return found
