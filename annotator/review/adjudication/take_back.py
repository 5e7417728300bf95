"""Taking an adjudication back: a row of its own, after which the item awaits a decision again."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from annotator.review.adjudication.decide import NOT_A_REVIEWER, OutOfDate
from annotator.review.adjudication.models import Adjudication, Item
from annotator.studies.models import OVERSEERS, Study

NOT_YOURS = "Only the reviewer who decided takes a decision back. You may decide the item again instead."


@transaction.atomic
def take_back(adjudication: Adjudication, *, by: Any, reason: str = "") -> Adjudication:
    """Add the row that takes `adjudication` back; done twice, it returns the row that is stored.

    Raises PermissionDenied (who) and OutOfDate (somebody has decided since, so there is nothing to take back).
    """
    item = Item.objects.select_for_update(of=("self",), no_key=True).get(pk=adjudication.item_id)
    if not Study.objects.with_role(by, *OVERSEERS).filter(pk=item.study_id).exists():
        raise PermissionDenied(NOT_A_REVIEWER)
    if adjudication.reviewer_id != by.pk or adjudication.takes_back_id:
        raise PermissionDenied(NOT_YOURS)
    done = Adjudication.objects.filter(takes_back=adjudication).first()
    if done:
        return done
    newest = item.adjudications.order_by("-number")[0]
    if newest != adjudication:
        raise OutOfDate(newest)
    back = Adjudication(
        id=uuid4(), item=item, number=newest.number + 1, reviewer=by, takes_back=adjudication, reason=reason
    )
    back.save()
    return back
