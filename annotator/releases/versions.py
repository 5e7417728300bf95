"""Which versions are of one work, and what each is to it: read from confirmed derivations only."""

from dataclasses import dataclass, field

from articles.lineage.models import Derivation
from articles.models import Article

_SAME_WORK = frozenset(["republication", "update", "excerpt", "translation"])


@dataclass(frozen=True, slots=True)
class Lineage:
    """`parents` maps a version to the (version, relation) it came from; None stands for one not stored.

    `extended` maps a version that a person added page text to, to the one it was made from: the same work.
    """

    parents: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    upstreams: frozenset[int] = frozenset()
    extended: dict[int, int] = field(default_factory=dict)

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
        while (parent := self._same_work(here)) not in seen:
            seen.add(parent)
            here = parent
        return here

    def _same_work(self, version_id: int) -> int:
        """The next older stored version of the same work, or the version itself when there is none."""
        parent, relation = self.parents.get(version_id, (None, ""))
        if parent is not None and relation in _SAME_WORK:
            return parent
        return self.extended.get(version_id, version_id)


def lineage() -> Lineage:
    """All confirmed derivations. Of several upstreams a stored one goes before an unstored one."""
    parents: dict[int, tuple[int | None, str]] = {}
    stated = Derivation.objects.confirmed().order_by("id")
    for derived, upstream, relation in stated.values_list("derived_id", "upstream_id", "relation"):
        if derived not in parents or (parents[derived][0] is None and upstream is not None):
            parents[derived] = (upstream, relation)
    extended = dict(Article.objects.exclude(extends=None).order_by().values_list("pk", "extends_id"))
    return Lineage(parents, frozenset(up for up, _ in parents.values() if up is not None), extended)
