"""Which versions are of one work, and what each is to it: read from confirmed derivations only."""

from dataclasses import dataclass, field

from articles.lineage.models import Derivation

_SAME_WORK = frozenset(["republication", "update", "excerpt", "translation"])


@dataclass(frozen=True, slots=True)
class Lineage:
    """`parents` maps a version to the (version, relation) it came from; None stands for one not stored."""

    parents: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    upstreams: frozenset[int] = frozenset()

    def role(self, version_id: int) -> str:
        """A relation, or `original` when others came from this version, or "" when nothing is confirmed."""
        if version_id in self.parents:
            return self.parents[version_id][1]
        return "original" if version_id in self.upstreams else ""

    def parent(self, version_id: int) -> int | None:
        return self.parents.get(version_id, (None, ""))[0]

    def work(self, version_id: int) -> int:
        """The oldest stored version of the same work. A circle of derivations ends where it began."""
        seen = {version_id}
        here = version_id
        while here in self.parents:
            parent, relation = self.parents[here]
            if parent is None or parent in seen or relation not in _SAME_WORK:
                break
            seen.add(parent)
            here = parent
        return here


def lineage() -> Lineage:
    """All confirmed derivations. Of several upstreams a stored one goes before an unstored one."""
    parents: dict[int, tuple[int | None, str]] = {}
    stated = Derivation.objects.confirmed().order_by("id")
    for derived, upstream, relation in stated.values_list("derived_id", "upstream_id", "relation"):
        if derived not in parents or (parents[derived][0] is None and upstream is not None):
            parents[derived] = (upstream, relation)
    return Lineage(parents, frozenset(up for up, _ in parents.values() if up is not None))
