"""The list beside the map: the records of one layer that are in view, each a line."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.access import sees_internal
from service.records.listed import MOST_COUNTED, ListQuestion, Order, listed, listed_count
from service.web.map_asked import LISTED, MapQuestionDependency, MapQuestionOfPage
from service.web.map_ground import ground_of
from service.web.names import Names
from service.web.record_lines import record_line

router = APIRouter(include_in_schema=False)


@router.get("/map/list")
def map_list(question: MapQuestionDependency) -> HTMLResponse:
    """Give the list alone: the Map page asks for it whenever its view has moved."""
    return question.page.show("map_list.html", **list_context(question))


def list_context(question: MapQuestionOfPage) -> dict[str, Any]:
    """Give what the list is rendered from."""
    session, page = question.page.session, question.page
    counts = {layer.name: listed_count(session, question.of_layer(layer)) for layer in LISTED}
    orders, count = _order_words(question), counts[question.layer.name]
    if count > MOST_COUNTED or question.layer.name == "eo_items":
        del orders[Order.LARGEST]  # points have no area, and of very many none has an index
    order = question.asked.order if question.asked.order in orders else Order.NEWEST
    found = listed(session, replace(question.of_layer(question.layer), order=order), count=count)
    is_empty = not count and not listed_count(session, ListQuestion(layer=question.layer, moment=question.moment))
    names = Names.load(session, question.moment.as_known_at, page.language)
    return {
        "question": question,
        "layers": LISTED,
        "counts": counts,
        "most_counted": MOST_COUNTED,
        "lines": [record_line(row, question.layer, names) for row in found.rows],
        "next_after": found.after,
        "orders": orders,
        "order": order,
        "is_empty": is_empty,
        "ground": ground_of(question),
        "is_public_only": not sees_internal(page.actor),
    }


def _order_words(question: MapQuestionOfPage) -> dict[Order, str]:
    _ = question.page.translate
    return {Order.NEWEST: _("Newest first"), Order.LARGEST: _("Largest first"), Order.CODE: _("By code")}
