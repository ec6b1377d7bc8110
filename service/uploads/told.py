"""What is told of a file, gathered from its parts: of features as it comes, of the file as a whole once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from gis.issues import Issue


class Told:
    """Passes issues of features on at once; those of the whole file are one for each kind at the end.

    Counts are added up, names are joined; of what else the parts say of the whole, the first holds.

    Parameters
    ----------
    pass_on
        Takes issues, in any order.
    """

    def __init__(self, pass_on: Callable[[Sequence[Issue]], None]) -> None:
        self.pass_on = pass_on
        self.of_file: dict[tuple[str, str | None], Issue] = {}

    def take(self, issues: Iterable[Issue]) -> None:
        """Take what one part tells."""
        of_features = []
        for issue in issues:
            if issue.index is None:
                key = (issue.kind, issue.field)
                self.of_file[key] = _together(self.of_file[key], issue) if key in self.of_file else issue
            else:
                of_features.append(issue)
        if of_features:
            self.pass_on(of_features)

    def close(self) -> None:
        """Pass on what was told of the whole file."""
        self.pass_on(list(self.of_file.values()))


def _together(one: Issue, other: Issue) -> Issue:
    """Say of two parts what is said of each.

    >>> _together(Issue(kind="a", values={"feature_count": 2}), Issue(kind="a", values={"feature_count": 3})).values
    {'feature_count': 5}
    """
    values = dict(one.values)
    for name, value in other.values.items():
        before = values.get(name)
        if name.endswith("_count") and isinstance(value, int) and isinstance(before, int):
            values[name] = before + value
        elif name == "names" and isinstance(value, str) and isinstance(before, str):
            values[name] = ", ".join(sorted({*before.split(", "), *value.split(", ")}))
    return replace(one, values=values)
