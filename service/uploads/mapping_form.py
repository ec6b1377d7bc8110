"""The form field `mapping`: how the columns of a file become fields, as JSON that a person or a script wrote."""

from typing import Annotated, Any

import orjson
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from gis.mapping import Answers

FLAT = TypeAdapter(dict[str, str | None])


def answers_of(mapping: object) -> Answers:
    """Give the answers that a mapping states: `{source column: field}`, or an object of answers.

    >>> answers_of('{"Kod": "code"}').columns
    {'Kod': 'code'}
    >>> answers_of('{"columns": {"Kod": "code"}, "decimal": ","}').decimal
    ','

    Raises
    ------
    ValueError
        If it is neither, in words for who sent it.
    """
    if isinstance(mapping, Answers):
        return mapping
    said = _parsed(mapping)
    try:
        return Answers.model_validate(said) if Answers.model_fields.keys() >= said.keys() else _flat(said)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, wrong["loc"]))
        raise ValueError(f"{place}: {wrong['msg']}") from error


def _flat(said: dict[str, Any]) -> Answers:
    return Answers(columns=FLAT.validate_python(said, strict=True))


def _parsed(mapping: object) -> dict[str, Any]:
    try:
        said = orjson.loads(mapping) if isinstance(mapping, str | bytes) else mapping
    except orjson.JSONDecodeError as error:
        words = f'not JSON (line {error.lineno}, column {error.colno}). Write {{"source column": "field"}}'
        raise ValueError(words) from error
    if not isinstance(said, dict):
        raise ValueError('not a JSON object. Write {"source column": "field"}')  # noqa: TRY004 - as above
    return said


MappingText = Annotated[
    Answers,
    BeforeValidator(answers_of),
    Field(
        description="How to read the file, as JSON: `{source column: field}` (null leaves a column out), or an object "
        "of answers: `columns`, `constants`, `units`, `decimal`, `codes`, `derive_code`, `source_layer`, `repairs` …",
        json_schema_extra={"type": "string", "contentMediaType": "application/json"},
    ),
]
"""The field as a form declares it."""
