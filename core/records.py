"""What stands for an item of DynamoDB where Django asks for a model: permissions, history, the list of the admin."""

from typing import Any, ClassVar

from django.db import models


class RecordManager(models.Manager["Record"]):
    """Answers nothing: there is no table behind it."""

    def get_queryset(self) -> "models.QuerySet[Record]":
        """Answer no rows, without asking the database."""
        return super().get_queryset().none()


class Record(models.Model):
    """A model without a table. Its items are read by the queries of its application."""

    id = models.CharField(primary_key=True, max_length=120)

    objects: ClassVar[Any] = RecordManager()

    class Meta:
        """Nothing is made in the database but the permissions."""

        abstract = True
        managed = False
        default_permissions = ("view", "change", "delete")
