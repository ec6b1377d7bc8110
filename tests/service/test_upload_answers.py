"""What the form of an upload's page says of its file."""

import pytest
from starlette.datastructures import FormData

from gis.mapping import Answers, AreaUnit, ColumnRead, Repairs, Understood
from service.problems import WrongParameter
from service.web.upload_answers import answers_of

UNDERSTOOD = Understood(
    format="XLSX",
    source_layer="Oktyabr",
    source_layers=["Oktyabr", "Noyabr"],
    columns=[
        ColumnRead(name="Kod", field="code", how="alias", samples=["RA-1"]),
        ColumnRead(name="Sahə\n(ha)", field="area_reported_m2", how="alias", samples=["1,5"], unit=AreaUnit.HA),
        ColumnRead(name="Qeyd", field=None, how=None, samples=[]),
    ],
)


def said(*pairs: tuple[str, str], before: Answers | None = None) -> Answers:
    return answers_of(FormData(list(pairs)), before=before or Answers(), understood=UNDERSTOOD)


def test_a_form_sent_as_it_came_says_nothing() -> None:
    as_shown = [("column-0", "code"), ("column-1", "area_reported_m2"), ("unit-1", "ha"), ("column-2", ""), ("crs", "")]
    empty = [("decimal", ""), ("constant-basis", ""), ("constant_field", ""), ("constant_value", "")]
    assert said(*as_shown, *empty) == Answers()


def test_only_what_differs_from_how_the_file_was_read_is_an_answer() -> None:
    answers = said(("column-0", "code"), ("column-1", ""), ("column-2", "remarks"), ("unit-1", "m2"))
    assert answers.columns == {"Sahə\n(ha)": None, "Qeyd": "remarks"}
    assert answers.units == {"Sahə\n(ha)": AreaUnit.M2}


def test_an_answer_given_before_can_be_changed_and_stays_where_it_is_not_touched() -> None:
    before = Answers(columns={"Qeyd": "remarks"}, units={"Qeyd": AreaUnit.KM2}, decimal=",", derive_code=True)
    assert said(("column-0", "code"), before=before) == before
    assert said(("column-2", "task_code"), before=before).columns == {"Qeyd": "task_code"}
    assert said(("column-2", ""), before=before).columns == {"Qeyd": None}


@pytest.mark.parametrize(
    ("sent", "crs"),
    [
        ({"crs": "EPSG:32638"}, "EPSG:32638"),
        ({"crs": "swapped"}, "swapped"),
        ({"crs": "other", "crs_number": "28408"}, "EPSG:28408"),
        ({"crs": "", "crs_number": "epsg:28408 "}, "EPSG:28408"),
        ({"crs": "EPSG:32638", "crs_number": "28408"}, "EPSG:32638"),
        ({"crs": "other", "crs_number": ""}, None),
    ],
)
def test_a_coordinate_system_is_a_candidate_or_a_number(sent: dict[str, str], crs: str | None) -> None:
    assert said(*sent.items()).crs == crs


def test_codes_come_in_three_lists_and_an_emptied_one_is_taken_back() -> None:
    before = Answers(codes={"release_method": {"Maşın": "reduced", "Əl": "cleared"}})
    rows = [("release_method", "Maşın", "cleared"), ("release_method", "Əl", ""), ("basis", "köhnə", "")]
    lists = [pair for row in rows for pair in zip(("code_field", "code_from", "code_to"), row, strict=True)]
    assert said(*lists, before=before).codes == {"release_method": {"Maşın": "cleared"}}


def test_one_value_for_the_whole_file_is_given_and_taken_back() -> None:
    before = Answers(constants={"basis": "operational", "release_method": "cleared"})
    answers = said(
        ("constant-release_method", ""),
        ("constant-effective_date", "2025-10-31"),
        ("constant_field", "organisation"),
        ("constant_value", "ANAMA"),
        before=before,
    )
    assert answers.constants == {"basis": "operational", "effective_date": "2025-10-31", "organisation": "ANAMA"}


def test_codes_are_derived_only_while_that_is_asked_and_said() -> None:
    assert said(("asked", "derive_code"), ("derive_code", "true")).derive_code is True
    assert said(("asked", "derive_code"), before=Answers(derive_code=True)).derive_code is False
    assert said(before=Answers(derive_code=True)).derive_code is True


def test_repairs_are_chosen_by_kind_and_refused_of_single_features() -> None:
    shown = [("repair_asked", "make_valid"), ("repair_asked", "swap_axes"), ("repair_kind", "make_valid")]
    single = [("repair-make_valid-3", "leave"), ("repair-make_valid-4", ""), ("repair-swap_axes-5", "make")]
    repairs = said(*shown, *single).repairs
    assert repairs.kinds == {"make_valid"}
    assert repairs.features == {3: frozenset(), 5: {"make_valid", "swap_axes"}}


def test_repairs_that_the_form_did_not_show_stay_chosen() -> None:
    before = Answers(
        repairs=Repairs(safe=True, kinds=frozenset({"make_valid", "swap_axes"}), features={7: frozenset()})
    )
    answers = said(("repair_asked", "swap_axes"), before=before)
    assert answers.repairs == Repairs(safe=True, kinds=frozenset({"make_valid"}), features={7: frozenset()})
    assert said(("repair-make_valid-7", ""), before=before).repairs.features == {}


def test_another_layer_of_the_file_is_read_without_what_was_said_of_the_first() -> None:
    before = Answers(crs="EPSG:32638", columns={"Kod": None}, decimal=",")
    answers = said(("source_layer", "Noyabr"), ("column-2", "remarks"), before=before)
    assert answers == Answers(source_layer="Noyabr", crs="EPSG:32638")


def test_a_declination_is_written_with_either_sign_for_decimals() -> None:
    assert said(("declination_deg", "6,2")).declination_deg == said(("declination_deg", "6.2")).declination_deg == 6.2


def test_an_answer_without_a_meaning_is_refused_by_its_name() -> None:
    with pytest.raises(WrongParameter, match="crs"):
        said(("crs", "other"), ("crs_number", "UTM"))
    with pytest.raises(WrongParameter, match="declination_deg"):
        said(("declination_deg", "six"))
