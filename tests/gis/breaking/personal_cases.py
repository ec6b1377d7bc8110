"""Files with personal data, and files that only look as if."""

from tests.gis.breaking.case import Case, Feature, collection, release


def of_release(kind: str, breaking: Feature, near: Feature, says: str = "") -> Case:
    """Show a kind on one release."""
    return Case(kind=kind, breaking=collection(breaking), near=collection(near), says=says)


CASES = (
    of_release(
        "email-in-text",
        release(remarks="Ask orxan.m@example.org first"),
        release(remarks="2 mines @ 30 cm"),
        says="`remarks` holds an e-mail address",
    ),
    of_release("phone-in-text", release(remarks="Tel. 0502345678"), release(remarks="Telephone mast 0502345678")),
    of_release("phone-in-text", release(remarks="+994 50 234 56 78"), release(remarks="4427000, 665000")),
    of_release("phone-in-text", release(criteria="050 234-56-78"), release(criteria="050 234 m², 56 items")),
    of_release("phone-in-text", release(reported_by="Team 4, (055) 234 56 78"), release(reported_by="Team 055")),
    of_release("phone-in-text", release(comment="+994502345678"), release(comment="994.50 m²")),
    of_release("identity-number-in-text", release(remarks="AZE12345678"), release(remarks="AZE-AGM-2025-0042")),
    of_release(
        "identity-number-in-text", release(remarks="FIN kodu 5ABC12D"), release(remarks="finds: PMN2AP1, pins M6C45678")
    ),
    of_release(
        "name-in-text",
        release(remarks="Injured near the road: Elçin Məmmədov"),
        release(remarks="Injured near Elçin street"),
        says="`remarks` seems to name a victim or an informant",
    ),
    of_release(
        "name-in-text",
        release(remarks="Əliyev Vəli Həsən oğlu göstərib"),
        release(remarks="Qızılhacılı və Koroğlu kəndləri, Qara Köpəkli dağı"),
    ),
    of_release("name-in-text", release(remarks="Həlak olub: Aliyeva Nigar"), release(reported_by="Aliyev Murad")),
    of_release(
        "personal-column",
        release(victim_name="A."),
        release(victim_name="", survey_name="A.", phone_mast="yes"),
        says="the column `victim_name` holds personal data",
    ),
    of_release("personal-column", release(**{"Telefon nömrəsi": "1"}), release(**{"Telefon dirəyi": "1"})),
    of_release("personal-column", release(SOYADI="A."), release(soyadi=None)),
)
