"""One record: what it says, where it lies, what belongs to it, what the ledger counts, and how it came to be so."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gis.codelists import Visibility
from gis.legend import legend_svg
from service.web.asked import Choice, words_of_choice
from service.web.page import PageDependency
from service.web.record_fields import fields_context
from service.web.record_ground import ground_context, related_context
from service.web.record_history import history_context
from service.web.record_ledger import ledger_context
from service.web.record_lines import symbol_of
from service.web.record_seen import RecordSeen

router = APIRouter(include_in_schema=False)


@router.get("/records/{layer}/{record_id}")
def record(page: PageDependency, layer: str, record_id: str, *, choice: Annotated[Choice, Query()]) -> HTMLResponse:
    """Show a record, as it is known now or at an instant; one that was withdrawn opens as well."""
    seen = RecordSeen.load(page, layer, record_id, choice=choice)
    return page.show(
        "record.html",
        seen=seen,
        layer=seen.layer,
        **_head(seen),
        **fields_context(seen),
        **ground_context(seen),
        **related_context(seen),
        **ledger_context(seen),
        **history_context(seen),
        **words_of_choice(page),
    )


def _head(seen: RecordSeen) -> dict[str, Any]:
    """Give what stands at the top: the chip with its words, the name, who may see it, and the files."""
    fields, code = seen.fields, seen.history.code
    symbol, words = symbol_of(fields, seen.layer.name) if fields else (None, [])
    visibility = Visibility(fields["visibility"]) if "visibility" in fields else None
    return {
        "chip": legend_svg(symbol) if symbol else "",
        "words": words,
        "name": fields.get(f"name_{seen.page.language}") or fields.get("name_en") or fields.get("name") or "",
        "visibility": visibility if visibility is not Visibility.PUBLIC else None,
        "sheet": _sheet(seen),
        "geojson": seen.link(f"/ogc/collections/{seen.layer.name}/items/{code}"),
    }


def _sheet(seen: RecordSeen) -> str:
    """Give the address of the map on paper that is about the record; empty where there is none."""
    asked = {"hazardous_areas": "area", "tasks": "task"}.get(seen.layer.name)
    if asked is None or seen.geometry is None or seen.is_gone:
        return ""
    return seen.link("/maps/sheet.pdf", **{asked: seen.history.code}, lang=seen.page.language)
