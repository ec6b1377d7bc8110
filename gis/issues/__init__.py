"""What can be wrong with a file: every kind of issue, its severity, and its words in both languages."""

from gis.issues.catalogue import KINDS
from gis.issues.kind import Issue, IssueKind
from gis.issues.place import completed, place_of
from gis.issues.words import sentence, word

__all__ = ["KINDS", "Issue", "IssueKind", "completed", "place_of", "sentence", "word"]
