"""A release is restored into an instance that holds nothing: its numbers would meet others."""

from annotator.annotations.models import Annotation
from annotator.releases.restoring.source import NotRestored
from annotator.studies.models import Study
from articles.batch import counted
from articles.models import Article, Capture


def check_empty() -> None:
    """Raises NotRestored unless there is no article, no study and no annotation."""
    there = {
        "study": Study.objects.count(),
        "article": Article.objects.count() or Capture.objects.count(),
        "annotation": Annotation.objects.count(),
    }
    held = [f"{n:,} studies" if noun == "study" and n > 1 else counted(n, noun) for noun, n in there.items() if n]
    if held:
        raise NotRestored(
            f"This instance is not empty: it holds {', '.join(held)}. The numbers in a release would meet those that "
            "are here. Give ANNOTATOR_DATA_DIR an empty folder, or DATABASE_URL an empty database; then run "
            "manage.py migrate, add the owner with manage.py add_person, and restore there."
        )
