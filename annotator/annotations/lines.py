"""The line of an annotation: the row itself, those it replaced and those that replaced it."""

from annotator.annotations.models import Annotation


def newest_version(annotation: Annotation) -> Annotation:
    """Follow the replacements to the last row of the line, standing or withdrawn. Two queries however long it is."""
    following = dict(
        Annotation.objects.filter(reading_id=annotation.reading_id, replaces__isnull=False)
        .order_by()
        .values_list("replaces_id", "pk")
    )
    pk = annotation.pk
    while pk in following:
        pk = following[pk]
    return Annotation.objects.select_related("paragraph", "claim_type").get(pk=pk)


def versions_of(annotation: Annotation) -> list[Annotation]:
    """The row and those it replaced, newest first. Two queries however many there are."""
    before = dict(
        Annotation.objects.filter(reading_id=annotation.reading_id, replaces__isnull=False)
        .order_by()
        .values_list("pk", "replaces_id")
    )
    line = [annotation.pk]
    while (earlier := before.get(line[-1])) is not None:
        line.append(earlier)
    rows = Annotation.objects.select_related("claim_type").in_bulk(line)
    return [rows[pk] for pk in line]
