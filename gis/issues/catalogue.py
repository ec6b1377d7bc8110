"""Every kind of issue. The page of rules that users read is made from this catalogue.

Rules are those of the domain; `FIL-01` (the file can be read as features of one layer),
`FIL-02` (what was changed on the way in is told), `FIL-03` (a known record changes for a reason) and `FIL-04` (a known
release that comes again later and larger is said to be a correction or an increment) are of the upload itself.
"""

from gis.issues.again_kinds import AGAIN_KINDS
from gis.issues.change_kinds import CHANGE_KINDS
from gis.issues.file_kinds import FILE_KINDS
from gis.issues.geometry_kinds import GEOMETRY_KINDS
from gis.issues.kind import IssueKind
from gis.issues.mapping_kinds import MAPPING_KINDS
from gis.issues.record_kinds import RECORD_KINDS
from gis.issues.repair_kinds import REPAIR_KINDS
from gis.issues.source_kinds import SOURCE_KINDS
from gis.issues.traverse_kinds import TRAVERSE_KINDS
from gis.issues.value_kinds import VALUE_KINDS

KINDS: dict[str, IssueKind] = {
    kind.name: kind
    for kind in (
        *SOURCE_KINDS,
        *FILE_KINDS,
        *MAPPING_KINDS,
        *VALUE_KINDS,
        *GEOMETRY_KINDS,
        *TRAVERSE_KINDS,
        *REPAIR_KINDS,
        *RECORD_KINDS,
        *CHANGE_KINDS,
        *AGAIN_KINDS,
    )
}
"""Every kind, by its name."""
