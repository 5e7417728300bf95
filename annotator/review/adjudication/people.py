"""What coders are called on the pages of adjudication: by pseudonym where the study is blind."""

from collections.abc import Callable
from typing import Any

from annotator.annotations.models import Reading
from annotator.studies.models import Study


def called(study: Study) -> Callable[[Any], str]:
    """A function from a reading, fetched with its coder, to the coder's name here."""
    if study.blind:
        return lambda reading: study.pseudonym(reading.coder_id)
    return lambda reading: str(reading.coder.get_full_name())


def coders(study: Study) -> dict[str, int]:
    """Everybody who was given an article, by the name they have here; of namesakes, each with their pseudonym."""
    name = called(study)
    found: dict[str, int] = {}
    for reading in Reading.objects.filter(study=study).select_related("coder").order_by("coder_id", "pk"):
        said = name(reading)
        if found.get(said, reading.coder_id) != reading.coder_id:
            said = f"{said} ({study.pseudonym(reading.coder_id)})"
        found[said] = reading.coder_id
    return found
