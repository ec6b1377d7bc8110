"""Checking a file from the command line: what an upload would say of it, with nothing kept."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from gis.checks import Surroundings, check
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME
from gis.normalise import normalise
from gis.read import read_geojson
from service.access import Actor
from service.uploads import queries
from service.uploads.flow import receive_upload
from service.uploads.order import UploadOrder


def issues_of_check(session: Session, file: Path, order: UploadOrder, *, actor: Actor, today: date) -> list[Issue]:
    """Give what an upload would be told, and take it back."""
    with session.begin_nested() as attempt:
        upload_id = receive_upload(session, file, order, actor=actor, today=today)
        issues = queries.upload_issues(session, upload_id)
        attempt.rollback()
    return issues


def issues_without_database(file: Path, layer_name: str, *, today: date) -> list[Issue]:
    """Give what can be said of a file by itself; one issue says that rules were left out."""
    layer = LAYERS_BY_NAME[layer_name]
    reading = read_geojson(file, layer)
    normal = normalise(reading.frame, layer)
    return [*reading.issues, *normal.issues, *check(normal.frame, layer, Surroundings.none(today))]
