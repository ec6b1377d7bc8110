"""Tables, migrations, codelists and layers agree."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select

from gis.codelists import CODELISTS, Codelist
from gis.layers import LAYERS
from service.tables import LISTS, LOOKUPS, VERSIONS


def test_migrations_lead_to_the_tables(connection: Connection) -> None:
    config = Config(toml_file="pyproject.toml")
    config.attributes["connection"] = connection
    command.check(config)


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
