"""The steps of `benchmarks.ledger` that change it, and the bare statements that do the same geometry alone."""

from collections.abc import Generator
from pathlib import Path
from typing import Final, LiteralString, cast
from uuid import UUID

import geopandas as gpd
import numpy as np
import orjson
import psycopg
import shapely
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.measuring import DECISION, TODAY, Figures, actor, session_on
from gis.codelists import ReviewMode, Role, UploadStatus
from gis.layers import LAYERS_BY_NAME
from service.ledger.flow import renew_ledger, take_stamp
from service.tables import ledger_change, upload
from service.uploads.flow import move_upload, receive_upload
from service.uploads.order import UploadOrder
from service.uploads.publish import publish
from service.uploads.queries import store_upload
from service.uploads.withdrawal import withdraw_upload

LAYER: Final = LAYERS_BY_NAME["release_areas"]
STAGED: Final = (
    "copy staged_feature (upload_id, position, code, fields, properties, geom, content_hash, change) from stdin"
)
GROUNDS: Final = """
create table ground as select effective_date, code, ground from release_area_current;
create index on ground using gist (ground);
analyze ground
"""
DIFFERENCE: Final = SQL("""
select sum(st_area(coalesce(st_difference(r.ground, earlier.ground), r.ground)::geography))
from {} r
cross join lateral (
    select st_union(e.ground) as ground
    from ground e
    where e.ground && r.ground
      and st_intersects(e.ground, r.ground)
      and (e.effective_date, e.code) < (r.effective_date, r.code)
) earlier
""")
"""The bare statement: what is left of releases without what earlier ones cover, measured and added up."""
UPLOADED: Final = """
create temporary table uploaded as
select effective_date, code, ground from release_area_current
where upload_id = (select upload_id from ledger_change order by recorded_at desc limit 1);
delete from ground where code in (select code from uploaded);
insert into ground select * from uploaded;
analyze uploaded
"""
OVERLAP: Final = """
select 1 - (
    select sum(area_m2) from ledger_entry
    where upper_inf(recorded) and account = 'operational' and cause in ('released', 'released_outside')
) / (select sum(area_m2) from release_area_current)
"""


# --- the first records, and the ledger of them --------------------------------------------------------------------


def load(url: str, releases: Path) -> Generator[None, None, None]:
    """Publish release areas without a look at the ledger; put their grounds into a table that has nothing else."""
    features = gpd.read_file(releases)
    yield
    with session_on(url) as session:
        upload_id = _store_upload(session)
        _stage(session, upload_id, features)
        publish(session, upload_id, layer=LAYER, stamp=take_stamp(session, upload_id))
        session.commit()
    with psycopg.connect(url) as connection:
        connection.execute(GROUNDS)
    _vacuum(url)


def rebuild(url: str, _: Path) -> Generator[Figures, None, None]:
    """Tell the ledger of all that was loaded, at the instant of it; find how much overlaps."""
    with session_on(url) as session:
        loaded_at = session.scalars(select(func.max(ledger_change.c.recorded_at))).one()
        yield {}
        renew_ledger(session, loaded_at)
        session.commit()
        yield {}
    _vacuum(url)
    with psycopg.connect(url) as connection:
        yield {"overlap": _number(connection, OVERLAP)}


def subtract_all(url: str, _: Path) -> Generator[Figures, None, None]:
    """Take earlier neighbours from every release, and keep nothing."""
    with psycopg.connect(url) as connection:
        yield {}
        yield {"m2": _number(connection, DIFFERENCE.format(Identifier("ground")))}


def _store_upload(session: Session) -> UUID:
    return store_upload(
        session,
        layer=LAYER.name,
        file_name="everything.geojson",
        file_sha256=b"",
        file_bytes=0,
        status=UploadStatus.HQ_APPROVED,
        review_mode=ReviewMode.BULK_LOAD,
        author_id=actor(session, Role.ADMIN).id,
    )


def _stage(session: Session, upload_id: UUID, features: gpd.GeoDataFrame) -> None:
    """Copy features to where the road of an upload would have put them."""
    defaults = {field.name: field.default for field in LAYER.fields if field.default is not None}
    outlines = shapely.multipolygons(features.geometry.to_numpy(), indices=np.arange(len(features)))
    hexadecimal = shapely.to_wkb(shapely.set_srid(outlines, 4326), hex=True, include_srid=True)
    rows = features.drop(columns="geometry").assign(asset=[["manual"]] * len(features)).to_dict("records")
    driver = cast("psycopg.Connection", session.connection().connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(STAGED) as copy:
        for position, (row, outline) in enumerate(zip(rows, hexadecimal, strict=True)):
            fields = orjson.dumps(defaults | row).decode()
            copy.write_row((upload_id, position, row["code"], fields, fields, outline, b"", "new"))


def _vacuum(url: str) -> None:
    """Do at once what autovacuum would do a minute later."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


# --- a week's upload ----------------------------------------------------------------------------------------------


def receive(url: str, file: Path) -> Generator[None, None, None]:
    """Read, check, store and verify an upload."""
    order = UploadOrder(layer=LAYER.name, file_name=file.name, review=ReviewMode.ONE_PERSON)
    with session_on(url) as session:
        approver = actor(session, Role.HQ_APPROVER)
        yield
        upload_id = receive_upload(session, file, order, actor=approver, today=TODAY)
        move_upload(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=approver, decision=DECISION)
        session.commit()


def ask_back(url: str, _: Path) -> Generator[None, None, None]:
    """Ask for the last upload to be taken back, and verify that."""
    latest = select(ledger_change.c.upload_id).order_by(ledger_change.c.recorded_at.desc()).limit(1)
    with session_on(url) as session:
        approver = actor(session, Role.HQ_APPROVER)
        approved_id = session.scalars(latest).one()
        yield
        upload_id = withdraw_upload(
            session, approved_id, actor=approver, decision=DECISION, review=ReviewMode.ONE_PERSON
        )
        move_upload(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=approver, decision=DECISION)
        session.commit()


def approve(url: str, _: Path) -> Generator[None, None, None]:
    """Approve what is verified: once to warm up, without keeping it, and then for good."""
    verified = select(upload.c.id).where(upload.c.status == UploadStatus.REGIONAL_VERIFIED)
    with session_on(url) as session:
        approver = actor(session, Role.HQ_APPROVER)
        upload_id = session.scalars(verified).one()
        move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=approver, decision=DECISION)
        session.rollback()
        yield
        move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=approver, decision=DECISION)
        session.commit()


def subtract_uploaded(url: str, _: Path) -> Generator[Figures, None, None]:
    """Take earlier neighbours from the releases of the last upload: once to warm up, and once more."""
    with psycopg.connect(url) as connection:
        connection.execute(UPLOADED)
        _number(connection, DIFFERENCE.format(Identifier("uploaded")))
        yield {}
        yield {"m2": _number(connection, DIFFERENCE.format(Identifier("uploaded")))}


def _number(connection: psycopg.Connection, statement: LiteralString | Composed) -> float:
    row = connection.execute(statement).fetchone()
    return float(row[0]) if row else 0.0
