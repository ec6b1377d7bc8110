"""The two conventions whose reports look at contamination: what each counts, of ground that may count in both."""

from collections.abc import Set as AbstractSet

from gis.codelists import Codelist, ContaminationType, Language

TYPES_COUNTED: dict[str, tuple[frozenset[ContaminationType], ...]] = {
    "apmbc": (frozenset({ContaminationType.AP_MINE, ContaminationType.IMPROVISED}),),
    "ccm": (frozenset({ContaminationType.CMR}),),
}
TYPES_COUNTED["both"] = TYPES_COUNTED["apmbc"] + TYPES_COUNTED["ccm"]
OVERLAP_NOTE: dict[Language, str] = {
    "en": "The treaty views overlap: ground that holds both counts in both. Do not add them.",
    "az": "Müqavilələr üzrə görünüşlər üst-üstə düşür: hər ikisi olan yer hər ikisində sayılır. Onları toplamayın.",
}


class TreatyView(Codelist):
    """What a convention counts, or what both do: a view of the sets of types, never a part of a total.

    References
    ----------
    The Anti-Personnel Mine Ban Convention counts improvised mines as what they act like; the Convention on Cluster
    Munitions counts cluster munition remnants.
    """

    APMBC = "apmbc", "Mine Ban Convention (APMBC)", "Minaların qadağan edilməsi konvensiyası (APMBC)"
    CCM = "ccm", "Convention on Cluster Munitions (CCM)", "Kaset sursatları konvensiyası (CCM)"
    BOTH = "both", "In both views", "Hər iki görünüşdə"

    @property
    def counted(self) -> tuple[frozenset[ContaminationType], ...]:
        """Give the sets of types of each of which the ground must hold one."""
        return TYPES_COUNTED[self.value]

    def holds(self, types: AbstractSet[str]) -> bool:
        """Tell whether ground with these types counts in the view.

        >>> TreatyView.APMBC.holds({"av_mine", "cmr"}), TreatyView.CCM.holds({"av_mine", "cmr"})
        (False, True)
        """
        return all(types & counted for counted in self.counted)
