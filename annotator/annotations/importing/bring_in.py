"""Make a plan true: one reading for each article, one annotation for each that anchors, and a row that says so."""

import uuid
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from annotator.annotations.drafts import Draft, DraftError, Place
from annotator.annotations.giving import give_out
from annotator.annotations.importing.found import Problem
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.importing.plan import Plan
from annotator.annotations.importing.rules import Taken
from annotator.annotations.models import Reading
from annotator.annotations.opening import AlreadyFinished, Conflict
from annotator.annotations.save import save
from annotator.studies.models import Study
from articles.words import storable


@transaction.atomic
def bring_in(
    study: Study, coder: Any, plan: Plan, *, format: str, file_name: str, content: bytes, by: Any
) -> BroughtIn:
    """Store what the plan takes as this coder's, and log it. What cannot be saved after all joins what is left.

    Raises ValidationError when the person does not code in the study any more. The readings stay open: their coder
    looks through them and finishes them.
    """
    digest = sha256(content).hexdigest()
    articles = {one.anchor.version_id for one in plan.taken}
    give_out(study, {(article, coder.pk) for article in articles}, by=by)
    readings = dict(
        Reading.objects.filter(study=study, coder=coder, article__in=articles).values_list("article_id", "pk")
    )
    taken, left = 0, list(plan.left)
    for one in plan.taken:
        id = uuid.uuid5(uuid.NAMESPACE_URL, f"{study.pk}:{coder.pk}:{digest}:{one.number}")
        try:
            with transaction.atomic():
                save(readings[one.anchor.version_id], _draft(id, one), by=coder)
            taken += 1
        except (DraftError, Conflict, AlreadyFinished, ValidationError) as why:
            said = " ".join(why.messages) if isinstance(why, ValidationError) else str(why)
            left.append(Problem(one.where, said))
    return BroughtIn.objects.create(
        study=study,
        coder=coder,
        by=by,
        format=format,
        file_name=file_name,
        file_sha256=digest,
        taken=taken,
        left=[[storable(one.where), storable(one.said)] for one in left],
    )


def _draft(id: uuid.UUID, one: Taken) -> Draft:
    place = Place(how="span", paragraph=one.anchor.paragraph_id, start=one.anchor.start, quote=one.anchor.quote)
    return Draft(id=id, place=place, claim_type=one.claim_type.pk if one.claim_type else None, note=one.note)
