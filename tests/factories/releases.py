import uuid

from annotator.review.models import Decision


def make_decision(case, **fields):
    """The case's next decision; an upstream brings its hash along."""
    if upstream := fields.get("upstream"):
        fields.setdefault("upstream_sha256", upstream.text_sha256)
    number = case.decisions.count() + 1
    return Decision.objects.create(id=uuid.uuid4(), case=case, number=number, **fields)
