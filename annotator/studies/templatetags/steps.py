"""The steps of setting a study up, on each page of theirs and on the study's own."""

from typing import Any

from django import template

from annotator.studies.models import Study
from annotator.studies.setup import steps_of

register = template.Library()


@register.inclusion_tag("studies/_steps.html")
def steps(study: Study, here: str = "") -> dict[str, Any]:
    """The way through, with the step that this page is; nothing once the study is set up."""
    found = steps_of(study)
    return {"steps": found, "study": study, "here": here}


@register.inclusion_tag("studies/_continue.html")
def next_step(study: Study, here: str) -> dict[str, Any]:
    """The way on from this step; nothing once the study is set up."""
    found = steps_of(study)
    at = next((number for number, step in enumerate(found) if step.part == here), len(found))
    return {"step": found[at + 1] if at + 1 < len(found) else None, "study": study}
