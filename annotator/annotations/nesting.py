"""An attribution around another: which row stands for it now, after edits."""

from uuid import UUID

from annotator.annotations.models import Annotation


def carried_on(reading_id: int) -> dict[UUID, UUID]:
    """Each replaced annotation of a reading with the one that replaced it. One query."""
    replaced = Annotation.objects.filter(reading_id=reading_id, replaces__isnull=False).order_by()
    return dict(replaced.values_list("replaces_id", "pk"))


def latest(pk: UUID | None, carried: dict[UUID, UUID]) -> UUID | None:
    """The last row of the line that `pk` belongs to, standing or withdrawn."""
    while pk in carried:
        pk = carried[pk]
    return pk
