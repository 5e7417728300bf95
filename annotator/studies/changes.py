"""What was done to a codebook, one row for each thing that a revision changed. Django looks for it in `models`."""

from typing import Any

from django.db import models
from django.db.models import Q

from annotator.facets import Facet
from articles.constraints import one_of
from articles.final import FinalModel


class ChangeKind(Facet):
    ADD = ("add", "a claim type is new", "", "", "Added")
    EDIT = ("edit", "a claim type says something else, or looks different", "", "", "Changed")
    MERGE = ("merge", "a claim type goes on as another one", "", "", "Merged")
    SPLIT = ("split", "a claim type is replaced by several new ones", "", "", "Split")
    RETIRE = ("retire", "a claim type is no longer on offer", "", "", "Retired")
    RESTORE = ("restore", "a retired claim type is on offer again", "", "", "Brought back")
    REORDER = ("reorder", "the claim types stand in another order", "", "", "Reordered")
    FACETS = ("facets", "facets were switched off or on", "", "", "Facets switched")
    GUIDANCE = ("guidance", "what is said around the claim types", "", "", "Guidance changed")
    IMPORT = ("import", "the changes come from a file", "", "", "Brought in from a file")


#: kinds after which a claim type is retired, or is not
ENDINGS = (ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.RETIRE, ChangeKind.RESTORE)
_OF_A_TYPE = (ChangeKind.ADD, ChangeKind.EDIT, *ENDINGS)
_WITH_SUCCESSOR = (ChangeKind.MERGE, ChangeKind.SPLIT)


class CodebookChange(FinalModel):
    """One thing that a revision changed; a split has one row for each of its successors.

    `detail` keeps the names as they were: `label`, `successor`, for an edit `fields` as [field, before, after], for
    facets `off` and `on`, for a file its `name`. Of one that was restored from a release it is `said`, the sentence.
    """

    revision = models.ForeignKey("studies.CodebookRevision", models.PROTECT, related_name="changes")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ChangeKind)
    claim_type = models.ForeignKey("studies.ClaimType", models.PROTECT, null=True, related_name="changes")
    successor = models.ForeignKey("studies.ClaimType", models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["revision_id", "position", "id"]
        constraints = [
            one_of("kind", ChangeKind.values, name="codebook_change_kind_is_known"),
            models.UniqueConstraint(fields=["revision", "position"], name="codebook_change_has_a_place_of_its_own"),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_A_TYPE, claim_type__isnull=False)
                | (~Q(kind__in=_OF_A_TYPE) & Q(claim_type__isnull=True)),
                name="codebook_change_names_its_claim_type",
                violation_error_message="Say which claim type was changed.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_WITH_SUCCESSOR, successor__isnull=False)
                | (~Q(kind__in=_WITH_SUCCESSOR) & Q(successor__isnull=True)),
                name="codebook_change_names_a_successor_where_there_is_one",
                violation_error_message="A merged or split claim type has a successor, no other has one.",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What was done, in the names of that time."""
        said: dict[str, Any] = self.detail
        if "said" in said:
            return str(said["said"])
        label, successor = f"“{said.get('label', '')}”", f"“{said.get('successor', '')}”"
        match self.kind:
            case ChangeKind.MERGE:
                return f"{label} was merged into {successor}."
            case ChangeKind.SPLIT:
                return f"{label} was split; {successor} is one of its parts."
            case ChangeKind.EDIT:
                fields = ", ".join(str(one[0]).lower() for one in said.get("fields", ()))
                return f"{label} was changed: {fields}."
            case ChangeKind.ADD | ChangeKind.RETIRE | ChangeKind.RESTORE:
                return f"{label} was {ChangeKind(self.kind).label.lower()}."
            case ChangeKind.FACETS:
                return _switched(said)
            case ChangeKind.IMPORT:
                return f"Brought in from the file “{said.get('name', '')}”."
            case ChangeKind.REORDER:
                return "The claim types stand in another order."
        return "What is said around the claim types was changed: " + ", ".join(said.get("fields", ())).lower() + "."


def _switched(said: dict[str, Any]) -> str:
    parts = [f"{', '.join(said[way])} switched {way}" for way in ("off", "on") if said.get(way)]
    return f"{'; '.join(parts)}."
