"""What people report, what the screening withholds, and what is decided about it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    """Reports, the cases that gather them, decisions, and the screening of new pictures."""

    name = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        """Connect the receivers, and have the groups made once the tables are there."""
        import moderation.receivers  # noqa: F401, PLC0415 -- they need the models, which are ready only now
        from moderation.groups import make_groups  # noqa: PLC0415

        post_migrate.connect(make_groups, sender=self, dispatch_uid="moderation.groups")
