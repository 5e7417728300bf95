"""Rows that are written once. A text of record, a decision or a release never changes after it is stored."""

from typing import Any, NoReturn

from django.db import models


class FinalRowError(Exception):
    """Somebody tried to change or remove a row that is written once."""


class FinalQuerySet[M: models.Model](models.QuerySet[M]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise FinalRowError(f"{self.model._meta.verbose_name_plural} are final: they cannot be changed")

    def delete(self) -> NoReturn:
        raise FinalRowError(f"{self.model._meta.verbose_name_plural} are final: they cannot be removed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FinalRowError(f"{self.model._meta.verbose_name_plural} are final: they cannot be changed")


class FinalModel(models.Model):
    """Inserted once; a second `save()` and every `delete()` raise `FinalRowError`."""

    objects = FinalQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FinalRowError(f"this {self._meta.verbose_name} is final: it cannot be changed")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FinalRowError(f"this {self._meta.verbose_name} is final: it cannot be removed")
