"""Tables, migrations, codelists and layers agree."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from gis.codelists import CODELISTS, Codelist
from gis.layers import LAYERS
from service.db import make_owner_engine
from service.tables import LISTS, LOOKUPS, VERSIONS, metadata


def test_migrations_lead_to_the_tables(connection: Connection) -> None:
    config = Config(toml_file="pyproject.toml")
    config.attributes["connection"] = connection
    command.check(config)


def test_constraints_have_the_names_that_the_tables_give_them(connection: Connection) -> None:
    """The comparison above passes over names."""
    named = connection.dialect.identifier_preparer.format_constraint
    told = {(table.name, named(constraint)) for table in metadata.tables.values() for constraint in table.constraints}
    question = text("""
        select conrelid::regclass::text, conname
        from pg_constraint
        where conrelid = any(cast(:tables as regclass[])) and contype in ('c', 'f', 'p', 'u')
    """)
    there = connection.execute(question, {"tables": list(metadata.tables)}).all()
    assert {tuple(row) for row in there} == told


@pytest.mark.parametrize("codelist", CODELISTS)
def test_lookup_rows_are_the_codelist_in_its_order(connection: Connection, codelist: type[Codelist]) -> None:
    lookup = LOOKUPS[codelist]
    rows = connection.execute(select(lookup.c.code, lookup.c.en, lookup.c.az).order_by(lookup.c.position)).all()
    assert [tuple(row) for row in rows] == [(member.value, member.en, member.az) for member in codelist]


def test_every_field_has_its_column_or_its_table() -> None:
    for layer in LAYERS:
        for field in layer.fields:
            if field.name != "code":
                assert field.column in VERSIONS[layer.name].c or (layer.name, field.name) in LISTS, field.name


@pytest.mark.usefixtures("engine")
def test_the_planner_expects_features_of_an_upload_that_is_newer_than_its_statistics(database_url: str) -> None:
    """Expecting none, it joined the features of a large upload one by one: 20,000 took a minute and a half."""
    expected = (
        "explain (format json) select from staged_feature where upload_id = '00000000-0000-0000-0000-000000000000'"
    )
    engine = make_owner_engine(database_url)
    with engine.connect() as connection:
        connection.execute(text("set session_replication_role = replica"))  # no upload is needed
        connection.execute(
            text("""
                insert into staged_feature (upload_id, position, fields, properties, content_hash, change)
                select upload.id, position, '{}', '{}', '', 'new'
                from (values (gen_random_uuid()), (gen_random_uuid())) upload (id)
                cross join generate_series(1, 5000) position
            """)
        )
        connection.execute(text("analyze staged_feature"))
        (plan,) = connection.execute(text(expected)).scalar_one()
        connection.rollback()
    engine.dispose()
    assert plan["Plan"]["Plan Rows"] > 1
