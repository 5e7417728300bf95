"""What is written once can be neither changed nor removed, one by one or many at a time."""

import pytest

from annotator.annotations.models import Annotation
from articles.final import FinalModel, FinalQuerySet, FinalRowError
from tests.admin.everything import make_everything, our_models

FINAL = [model for model in our_models() if issubclass(model, FinalModel) or model is Annotation]

pytestmark = pytest.mark.django_db


def named(model):
    return model._meta.label


def test_the_final_models_are_found():
    assert {"articles.Article", "annotations.Annotation", "review.Decision"} <= set(map(named, FINAL))


@pytest.mark.parametrize("model", FINAL, ids=named)
def test_it_refuses_to_be_changed_or_removed(model):
    make_everything()
    row = model._default_manager.first()
    assert isinstance(model._default_manager.all(), FinalQuerySet)
    for act in (
        row.save,
        row.delete,
        model._default_manager.all().delete,
        lambda: model._default_manager.update(pk=row.pk),
        lambda: model._default_manager.bulk_update([row], [model._meta.fields[1].name]),
    ):
        with pytest.raises(FinalRowError):
            act()
