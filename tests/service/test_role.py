"""What the service's role can do to each table, over a connection of its own; walked, so that no table is forgotten."""
# ruff: noqa: S608 -- the names are those of our own tables

from collections.abc import Iterator
from uuid import uuid4

import pytest
from geoalchemy2 import Geometry
from psycopg.errors import InsufficientPrivilege, RestrictViolation
from sqlalchemy import ARRAY, Column, Connection, Engine, Table, create_engine, make_url, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.types import Boolean, Date, DateTime, Double, LargeBinary, Numeric, Uuid
from sqlalchemy.types import Integer as AnyInteger

from service.db import make_engine, make_owner_engine
from service.migration import migrate as bring_up_to_date
from service.role import SERVICE_ROLE, RoleMissingError
from service.tables import LOOKUPS, metadata
from tests.conftest import fresh_database

TABLES = list(metadata.tables.values())
CODELISTS = set(LOOKUPS.values())
RECORDED = [table for table in TABLES if "recorded" in table.c]
EVENTS = [
    metadata.tables[name]
    for name in (
        *("ledger_change", "ledger_told", "workflow_event", "warning_acceptance", "published_figure"),
        "published_withdrawal",
    )
]
UPDATED = {
    "access_token": {"revoked_at"},
    "instance_fact": {"value"},
    "made_report": {"state", "why", "as_known_at", "made_at", "report_id", "settled_by_id", "settled_at"},
    "person": {
        *("name", "password_hash", "role", "is_active", "failed_sign_in_count", "failed_sign_in_at"),
        "organisation_id",
    },
    "report_delivery": {"state", "attempt_count", "next_try_at", "error", "settled_at"},
    "release_cell": {"release_count", "area_m2"},
    "release_cell_total": {"release_count", "area_m2"},
    "staged_feature": {"change"},
    "upload": {"status", "counts", "answers", "understood"},
    "upload_effect": {"known_at", "effect"},
    "upload_work": {column.name for column in metadata.tables["upload_work"].c},
} | {table.name: {"recorded"} for table in RECORDED}
DELETED = {"person_district", "release_cell", "release_cell_total", "upload_work", "web_session"}
ONE_OF = {"ledger_entry": "release_area_id", "published_figure": "uxo"}
"""Where one of several columns must be told, one of them."""
OPEN = "[2025-01-01 00:00Z,)"
LAST_STAMP = "2025-02-01Z"

by_name = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
recorded = pytest.mark.parametrize("table", RECORDED, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def owner(migrated: str) -> Iterator[Engine]:
    """Give the owner's pool of a database that holds one open row in every table with `recorded`."""
    with fresh_database(migrated) as url:
        engine = make_owner_engine(url)
        with engine.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))  # no links to other tables
            for table in RECORDED:
                connection.execute(text(f"insert into {table} ({', '.join(_row(table))}) values {_values(table)}"))
            connection.execute(text(f"insert into ledger_change values ('{LAST_STAMP}', gen_random_uuid())"))
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def service(owner: Engine) -> Iterator[Engine]:
    """Give a pool of connections that sign in as the role, past everything that the service does by itself."""
    engine = create_engine(owner.url.set(username=SERVICE_ROLE, password=None))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(service: Engine) -> Iterator[Connection]:
    with service.connect() as connection:
        yield connection
        connection.rollback()


def _row(table: Table) -> dict[str, str]:
    """Give the columns that must be there, each with a literal of its type."""
    must = [c for c in table.c if not c.nullable and c.server_default is None and c.identity is None]
    either = [table.c[ONE_OF[table.name]]] if table.name in ONE_OF else []
    return {column.name: _literal(column) for column in (*must, *either)}


def _values(table: Table) -> str:
    return f"({', '.join(_row(table).values())})"


def _literal(column: Column[object]) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (Geometry, "st_geomfromtext('MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))', 4326)"),
        (TSTZRANGE, f"'{OPEN}'"),
        (ARRAY, "'{}'"),
        (JSONB, "'{}'"),
        (Uuid, "gen_random_uuid()"),
        (Boolean, "true"),
        (Date, "'2025-01-01'"),
        (DateTime, "'2025-01-01Z'"),
        (LargeBinary, "''"),
        (AnyInteger, "1"),
        (Numeric, "1"),
        (Double, "1"),
    )
    return next((literal for kind, literal in kinds if isinstance(column.type, kind)), "'x'")


def _is_refused(connection: Connection, statement: str) -> bool:
    """Say whether PostgreSQL refuses a statement for want of a right; it leaves nothing behind either way."""
    savepoint = connection.begin_nested()
    try:
        connection.execute(text(statement))
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            return True
        raise
    finally:
        savepoint.rollback()
    return False


# --- making it ------------------------------------------------------------------------------------------------------


@pytest.fixture
def plain_owner() -> Iterator[Engine]:
    """Give the engine of an owner who may make no roles, of a database that has PostGIS and nothing else."""
    name = f"plain_owner_{uuid4().hex[:8]}"
    with fresh_database() as url:
        superuser = make_owner_engine(url)
        with superuser.begin() as connection:
            connection.execute(text(f"create role {name} login"))
            connection.execute(text("create extension postgis"))
            connection.execute(text(f"alter database {superuser.url.database} owner to {name}"))
        engine = make_owner_engine(make_url(url).set(username=name).render_as_string())
        yield engine
        engine.dispose()
        with superuser.begin() as connection:
            connection.execute(text(f"drop owned by {name}"))
            connection.execute(text(f"alter database {superuser.url.database} owner to {superuser.url.username}"))
            connection.execute(text(f"drop role {name}"))
        superuser.dispose()


def test_an_owner_who_may_make_no_roles_is_told_what_a_superuser_has_to_run(plain_owner: Engine, owner: Engine) -> None:
    name = plain_owner.url.username
    with pytest.raises(RoleMissingError, match=f"grant {SERVICE_ROLE} to {name}"):
        bring_up_to_date(plain_owner)
    with owner.begin() as connection:
        connection.execute(text(f"grant {SERVICE_ROLE} to {name}"))

    bring_up_to_date(plain_owner)

    service = make_engine(plain_owner.url.render_as_string())
    with service.connect() as connection:
        assert connection.scalar(text("select current_user")) == SERVICE_ROLE
        assert _is_refused(connection, "delete from ledger_entry")
    service.dispose()


# --- rights ---------------------------------------------------------------------------------------------------------


def test_it_signs_in_as_nobody_else(connection: Connection) -> None:
    question = "select session_user, rolsuper, rolcreaterole from pg_roles where rolname = current_user"
    assert tuple(connection.execute(text(question)).one()) == (SERVICE_ROLE, False, False)


@by_name
def test_it_reads_every_table_and_adds_to_all_but_codelists(connection: Connection, table: Table) -> None:
    assert not _is_refused(connection, f"select from {table}")
    assert _is_refused(
        connection, f"insert into {table} overriding system value select * from {table} where false"
    ) == (table in CODELISTS)


@by_name
def test_it_updates_the_listed_columns_only(connection: Connection, table: Table) -> None:
    updated = {
        c.name for c in table.c if not _is_refused(connection, f"update {table} set {c.name} = default where false")
    }
    assert updated == UPDATED.get(table.name, set())


@by_name
def test_it_deletes_from_the_listed_tables_only(connection: Connection, table: Table) -> None:
    assert _is_refused(connection, f"delete from {table}") == (table.name not in DELETED)
    assert _is_refused(connection, f"truncate {table}")


@by_name
def test_it_owns_no_table_and_can_neither_add_nor_take_away_a_trigger(connection: Connection, table: Table) -> None:
    for statement in (
        f"alter table {table} disable trigger all",
        f"alter table {table} add column more integer",
        f"drop table {table}",
        f"create trigger own before update on {table} for each row execute function refuse_change()",
        f"create rule own as on insert to {table} do instead nothing",
    ):
        assert _is_refused(connection, statement), statement


def test_it_can_drop_no_trigger_and_change_no_function(connection: Connection) -> None:
    triggers = connection.execute(
        text("select tgname, tgrelid::regclass from pg_trigger where not tgisinternal and tgname !~ '^procrastinate'")
    ).all()
    assert {str(row.tgrelid) for row in triggers} >= {table.name for table in (*RECORDED, *EVENTS)}
    for name, table in triggers:
        assert _is_refused(connection, f"drop trigger {name} on {table}")
    for function in ("close_recorded_only", "refuse_change"):
        assert _is_refused(connection, f"alter function {function}() rename to another")
        assert _is_refused(
            connection, f"create or replace function {function}() returns trigger language sql as 'select'"
        )


def test_it_can_neither_switch_triggers_off_nor_become_the_owner(connection: Connection, owner: Engine) -> None:
    assert _is_refused(connection, "set session_replication_role = replica")
    assert _is_refused(connection, f"set role {owner.url.username}")
    assert _is_refused(connection, "create schema own")
    connection.execute(text("set role none"))
    assert connection.scalar(text("select current_user")) == SERVICE_ROLE


# --- what it may have deleted ---------------------------------------------------------------------------------------

KEPT = ("submitted", "check on a road", "check at work", "late check")
MAKE_UPLOAD = (
    """
    insert into upload (id, layer, file_name, file_sha256, is_check, status, review_mode, author_id, created_at)
    values (:id, 'release_areas', 'x', :file, :is_check, 'checking', 'x', :id, cast(:created_at as timestamptz))
    """,
    "insert into stored_file (sha256, byte_count) values (:file, 1) on conflict do nothing",
    "insert into stored_file_part values (:file, 0, '') on conflict do nothing",
    """
    insert into staged_feature (upload_id, position, fields, properties, content_hash, change)
    values (:id, 0, '{}', '{}', '', 'new')
    """,
    "insert into upload_issue (upload_id, number, kind, rule, severity, values) values (:id, 0, 'x', 'x', 'x', '{}')",
)


@pytest.fixture
def uploads(owner: Engine) -> Iterator[dict[str, str]]:
    """Give uploads by what they are: two old checks, one of a file that was submitted as well, and what is kept."""
    ids = {name: str(uuid4()) for name in ("check", "check of what was sent", *KEPT)}
    with owner.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))  # no links to other tables
        for name, upload_id in ids.items():
            is_sent = name in {"submitted", "check of what was sent"}
            values = {
                "id": upload_id,
                "file": b"sent" if is_sent else name.encode(),
                "is_check": name != "submitted",
                "created_at": "2025-03-01Z" if name == "late check" else "2025-01-01Z",
            }
            for statement in MAKE_UPLOAD:
                connection.execute(text(statement), values)
        event = "insert into workflow_event (upload_id, person_id, to_status, review_mode) values (:id, :id, 'x', 'x')"
        connection.execute(text(event), {"id": ids["check on a road"]})
        work = "insert into upload_work (upload_id, stage) values (:id, 'reading')"
        connection.execute(text(work), {"id": ids["check at work"]})
    yield ids
    with owner.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        for table in (*OF_UPLOADS, "upload", "stored_file", "stored_file_part", "upload_work", "workflow_event"):
            connection.execute(text(f"delete from {table}"))


OF_UPLOADS = ("staged_feature", "upload_issue")


def test_it_has_old_checks_forgotten_and_nothing_else(uploads: dict[str, str], connection: Connection) -> None:
    assert connection.scalar(text("select forget_checks('2025-02-01Z')")) == 2
    left = {uploads[name] for name in KEPT}
    assert {str(upload_id) for upload_id in connection.scalars(text("select id from upload"))} == left
    for table in OF_UPLOADS:
        assert {str(upload_id) for upload_id in connection.scalars(text(f"select upload_id from {table}"))} == left
    for table in ("stored_file", "stored_file_part"):
        files = {bytes(sha256) for sha256 in connection.scalars(text(f"select sha256 from {table}"))}
        assert files == {b"sent", *(name.encode() for name in KEPT[1:])}


def test_only_it_has_checks_forgotten(owner: Engine) -> None:
    with owner.connect() as connection:
        allowed = "select has_function_privilege('public', 'forget_checks(timestamptz)', 'execute')"
        assert connection.scalar(text(allowed)) is False


def test_forgetting_looks_among_temporary_tables_last(uploads: dict[str, str], connection: Connection) -> None:
    connection.execute(text("create temporary table upload as table upload"))
    connection.execute(text("update pg_temp.upload set is_check = true, file_sha256 = 'x'"))
    connection.execute(text("select forget_checks('2026-02-01Z')"))
    kept = {str(upload_id) for upload_id in connection.scalars(text("select id from public.upload"))}
    assert uploads["submitted"] in kept


# --- triggers -------------------------------------------------------------------------------------------------------


@recorded
def test_an_open_row_can_be_closed_once(connection: Connection, table: Table) -> None:
    close = text(f"update {table} set recorded = tstzrange(lower(recorded), '2025-02-01Z')")
    assert connection.execute(close).rowcount == 1
    for refused in (
        f"update {table} set recorded = tstzrange(lower(recorded), '2025-03-01Z')",
        f"update {table} set recorded = tstzrange(lower(recorded), null)",
        f"update {table} set recorded = 'empty'",
    ):
        savepoint = connection.begin_nested()
        with pytest.raises(DBAPIError, match=f"{table} keeps what it was told") as error:
            connection.execute(text(refused))
        assert isinstance(error.value.orig, RestrictViolation)
        savepoint.rollback()


@recorded
def test_an_open_row_keeps_its_beginning(connection: Connection, table: Table) -> None:
    for bounds in (
        "'2024-12-31Z', null",
        "'2024-12-31Z', '2025-02-01Z'",
        "null, '2025-02-01Z'",
        "null, null",
        "'2025-01-01Z', '2025-02-01Z', '(]'",
        "'2025-01-01Z', 'infinity'",
    ):
        savepoint = connection.begin_nested()
        with pytest.raises(DBAPIError, match=f"{table} keeps what it was told"):
            connection.execute(text(f"update {table} set recorded = tstzrange({bounds})"))
        savepoint.rollback()


@recorded
def test_what_the_role_puts_into_its_own_schema_does_not_mislead_the_triggers(
    connection: Connection, table: Table
) -> None:
    connection.execute(text(f"create temporary table record (like {table})"))
    connection.execute(text(f"update {table} set recorded = tstzrange(lower(recorded), '2025-02-01Z')"))
    connection.execute(
        text("create function pg_temp.upper_inf(tstzrange) returns boolean language sql as 'select true'")
    )
    connection.execute(text("set local search_path = pg_temp, public, pg_catalog"))
    with pytest.raises(DBAPIError, match=f"{table} keeps what it was told"):
        connection.execute(text(f"update {table} set recorded = tstzrange(lower(recorded), null)"))


@recorded
def test_a_row_is_closed_at_the_last_change_and_no_other_instant(connection: Connection, table: Table) -> None:
    for instant in ("2025-01-31Z", "2025-02-02Z"):
        savepoint = connection.begin_nested()
        with pytest.raises(DBAPIError, match=f"{table} is told what holds from the last change on"):
            connection.execute(text(f"update {table} set recorded = tstzrange(lower(recorded), '{instant}')"))
        savepoint.rollback()


@recorded
def test_a_row_is_closed_at_no_change_that_was_told_in_full(connection: Connection, table: Table) -> None:
    connection.execute(text(f"insert into ledger_told values ('{LAST_STAMP}')"))
    with pytest.raises(DBAPIError, match=rf"{table} is told of the change of .* in full"):
        connection.execute(text(f"update {table} set recorded = tstzrange(lower(recorded), '{LAST_STAMP}')"))


@recorded
def test_a_row_is_added_from_the_last_change_on_and_not_to_the_past(owner: Engine, table: Table) -> None:
    columns = ", ".join(_row(table))
    with owner.connect() as connection:
        connection.execute(text(f"alter table {table} disable trigger all"))  # the row links to nothing
        connection.execute(text(f"update {table} set recorded = tstzrange(lower(recorded), '{LAST_STAMP}')"))
        connection.execute(text(f"alter table {table} enable trigger refuse_other_instant_insert"))
        for bounds in ("'2025-01-01Z', null", "'2025-02-02Z', null", f"'{LAST_STAMP}', '2025-02-02Z'"):
            values = ", ".join((_row(table) | {"recorded": f"tstzrange({bounds})"}).values())
            savepoint = connection.begin_nested()
            with pytest.raises(DBAPIError, match=f"{table} is told what holds from the last change on"):
                connection.execute(text(f"insert into {table} ({columns}) values ({values})"))
            savepoint.rollback()


@pytest.mark.parametrize("instant", ["'2025-01-31Z'", f"'{LAST_STAMP}'", "clock_timestamp() + interval '1 minute'"])
def test_a_change_is_recorded_after_all_before_it_and_not_in_the_future(connection: Connection, instant: str) -> None:
    with pytest.raises(DBAPIError, match="a change is recorded at its own instant"):
        connection.execute(text(f"insert into ledger_change values ({instant}, gen_random_uuid())"))


def test_every_trigger_looks_among_temporary_tables_last(owner: Engine) -> None:
    settings = text("""
        select distinct f.proname, array_to_string(f.proconfig, ' ')
        from pg_trigger t
        join pg_proc f on f.oid = t.tgfoid
        where not t.tgisinternal and f.proname !~ '^procrastinate_'
    """)
    with owner.connect() as connection:
        paths = {name: setting or "" for name, setting in connection.execute(settings)}
    assert {"close_recorded_only", "refuse_change"} <= paths.keys()
    assert {name for name, path in paths.items() if not path.endswith("pg_temp")} == set()


@pytest.mark.parametrize("table", [*RECORDED, *EVENTS], ids=lambda table: table.name)
def test_not_even_the_owner_deletes_while_the_triggers_are_there(owner: Engine, table: Table) -> None:
    for statement in (f"delete from {table}", f"truncate {table} cascade"):
        with owner.connect() as connection, pytest.raises(DBAPIError, match="keeps what it was told"):
            connection.execute(text(statement))
