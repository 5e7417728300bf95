"""Taking a decision back: a row of its own, after which the case awaits a decision again."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from annotator.review.decide import NOT_A_REVIEWER, OutOfDate
from annotator.review.models import Case, Decision
from annotator.studies.models import OVERSEERS, Study

NOT_YOURS = "Only the reviewer who decided takes a decision back. You may decide the case again instead."


@transaction.atomic
def take_back(decision: Decision, *, by: Any, reason: str = "") -> Decision:
    """Add the row that takes `decision` back; done twice, it returns the row that is stored.

    No older verdict comes to stand again: it was superseded, and nobody has said it since.
    Raises PermissionDenied (who) and OutOfDate (somebody has decided since, so there is nothing to take back).
    """
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.case_id)
    if not Study.objects.with_role(by, *OVERSEERS).filter(pk=case.study_id).exists():
        raise PermissionDenied(NOT_A_REVIEWER)
    if decision.reviewer_id != by.pk or decision.takes_back_id:
        raise PermissionDenied(NOT_YOURS)
    done = Decision.objects.filter(takes_back=decision).first()
    if done:
        return done
    newest = case.decisions.order_by("-number")[0]
    if newest != decision:
        raise OutOfDate(newest)
    back = Decision(
        id=uuid4(), case=case, number=newest.number + 1, reviewer=by, verdict="", takes_back=decision, reason=reason
    )
    back.save()
    return back
