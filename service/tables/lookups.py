"""A table for every codelist: its codes, and their names in both languages."""

from sqlalchemy import Column, SmallInteger, Table, Text

from gis.codelists import CODELISTS, Codelist
from service.tables.columns import lookup_name, metadata

LOOKUPS: dict[type[Codelist], Table] = {
    codelist: Table(
        lookup_name(codelist),
        metadata,
        Column("code", Text, primary_key=True),
        Column("en", Text, nullable=False),
        Column("az", Text, nullable=False),
        Column(
            "position",
            SmallInteger,
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        comment=(codelist.__doc__ or "").strip(),
    )
    for codelist in CODELISTS
}
