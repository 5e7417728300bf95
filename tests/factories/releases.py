from tests.factories import review


def make_decision(case, **fields):
    """The case's next decision; an upstream brings its hash along."""
    if upstream := fields.get("upstream"):
        fields.setdefault("upstream_sha256", upstream.text_sha256)
    return review.make_decision(case, **fields)
