"""Stand-ins for items of DynamoDB where Django wants a model: in the admin, its permissions, its history.

A stand-in has no table. It gives items of one kind a content type, rights, addresses and a name; it shows its `item`.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Self

from django.db import models


class RecordSet(models.QuerySet[Any]):
    """A queryset that holds what was read elsewhere, and is empty else: there is no table to ask."""

    def holding(self, records: Iterable["Record"]) -> Self:
        """Answer a queryset of exactly these, in their order."""
        held = self.none()
        held._result_cache = list(records)  # noqa: SLF001 -- where a queryset keeps what it has read
        return held

    def filter(self, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 -- Django's own signature
        """Choose among those held by their ids, the one thing that Django's list of actions asks for."""
        if not args and set(kwargs) == {"pk__in"} and self._result_cache is not None:
            return self.holding(record for record in self if record.pk in set(kwargs["pk__in"]))
        return super().filter(*args, **kwargs)


class RecordManager(models.Manager.from_queryset(RecordSet)):  # type: ignore[misc]  # made when it runs
    """Answers nothing, whoever asks: old links and entries of the log meet a clean "does not exist"."""

    def get_queryset(self) -> RecordSet:
        """Answer no record."""
        none: RecordSet = super().get_queryset().none()
        return none


class Record(models.Model):
    """One item of DynamoDB, as the admin knows it.

    A subclass says in its Meta what such an item is called (`class Meta(Record.Meta)`), which item it holds
    (`item: items.Photo`), how the id is read out of one (`id_of`) and, in `__str__`, what it is called.
    """

    id = models.CharField(primary_key=True, max_length=200)
    item: Any

    objects = RecordManager()

    class Meta:
        """No table, and no right to add: items come into being elsewhere."""

        abstract = True
        managed = False
        default_permissions: ClassVar[tuple[str, ...]] = ("view", "change", "delete")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *_: object, **__: object) -> NoReturn:
        """Refuse: items are written by their services."""
        raise TypeError(f"{self._meta.label} stands in for an item, which its services write.")

    def delete(self, *_: object, **__: object) -> NoReturn:
        """Refuse: items are deleted by their services."""
        raise TypeError(f"{self._meta.label} stands in for an item, which its services delete.")

    @staticmethod
    def id_of(item: Any) -> str:  # noqa: ANN401 -- each subclass says which item
        """Read the id out of an item."""
        return str(item.id)

    @classmethod
    def of(cls, item: Any) -> Self:  # noqa: ANN401
        """Stand in for an item."""
        record = cls(pk=cls.id_of(item))
        record.item = item
        return record
