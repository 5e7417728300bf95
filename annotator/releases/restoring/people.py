"""The people of a release as accounts that nobody can sign in with."""

from collections.abc import Iterable
from graphlib import TopologicalSorter
from itertools import count, groupby, pairwise
from typing import Any

from annotator.accounts.models import User
from annotator.releases.restoring.source import Source
from annotator.studies.models import Membership, Role, Study

#: longer names are user names
LONGEST = 120


class People:
    """Accounts by what a release calls people. One who is met first in a cell is made then."""

    def __init__(self, study: Study, *, names: bool) -> None:
        self._study, self._names = study, names
        self._by_pseudonym: dict[str, int] = {}
        self._by_name: dict[str, int] = {}

    def coder(self, pseudonym: str, name: str = "") -> int:
        """The id of whoever has this pseudonym."""
        if pseudonym not in self._by_pseudonym:
            self._by_pseudonym[pseudonym] = self._made(pseudonym, name)
        return self._by_pseudonym[pseudonym]

    def shown(self, said: str) -> int:
        """The id of whom a cell names: by name where a release has names, else by pseudonym."""
        if not self._names:
            return self.coder(said)
        if said not in self._by_name:
            self._made("", said)
        return self._by_name[said]

    def _made(self, pseudonym: str, name: str) -> int:
        user = User(username=_free(pseudonym or "person", name), display_name=name if len(name) <= LONGEST else "")
        user.is_active = False
        user.set_unusable_password()
        user.save()
        if name:
            self._by_name.setdefault(name, user.pk)
        if pseudonym:
            self._study.kept_pseudonyms[str(user.pk)] = pseudonym
        return int(user.pk)

    def keep(self) -> None:
        """Store what people are called in the study."""
        self._study.save(update_fields=["kept_pseudonyms"])


def _free(wanted: str, name: str) -> str:
    wanted = name if len(name) > LONGEST else wanted
    names = (wanted if n == 1 else f"{wanted[:140]}-{n}" for n in count(1))
    return next(one for one in names if not User.objects.filter(username=one).exists())


def _in_order(source: Source, known: Iterable[str]) -> Iterable[str]:
    """Pseudonyms in an order in which accounts may have been made: pairs of attributions stand in it."""
    before: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(known, ()))
    for _, lines in groupby(source.look("attribution_pairs"), key=lambda one: one["derivation_id"]):
        coders = [coder for coder, _ in groupby(lines, key=lambda one: str(one["coder_pseudonym"]))]
        for one, other in pairwise(coders):
            before.add(other, one)
    return before.static_order()


def restore_people(source: Source, study: Study, people: People, *, by: Any) -> None:
    """Everybody in the table of coders, in their roles. Of several roles the first stands, the others have ended."""
    known = {one["coder_pseudonym"]: one for one in source.table("coders")}
    for one in (known[pseudonym] for pseudonym in _in_order(source, known) if pseudonym in known):
        user = people.coder(one["coder_pseudonym"], one["coder"])
        roles = [role for role in one["roles"].split() if role in Role.values]
        for role in roles[1:]:
            Membership.objects.create(
                study=study, user_id=user, role=role, created_at=source.at, ended_at=source.at, ended_by=by
            )
        if roles:
            Membership.objects.create(study=study, user_id=user, role=roles[0], created_at=source.at)
