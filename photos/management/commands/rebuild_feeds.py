"""`manage.py rebuild_feeds`: write home feeds anew from people's own photos and those of their friends."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.ids import UserId
from photos.services import rebuild_feed


class Command(BaseCommand):
    """Nothing is removed; what should not be seen shows nothing anyway."""

    help = "Writes home feeds anew: everybody's, or those of the people that are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take names."""
        parser.add_argument("usernames", nargs="*", help="only these people")

    def handle(self, *, usernames: list[str], **_: Any) -> None:  # noqa: ANN401
        """Rebuild one after the other."""
        people = User.objects.filter(is_active=True).order_by("pk")
        if usernames:
            people = people.filter(username_key__in=[name.lower() for name in usernames])
            if people.count() < len({name.lower() for name in usernames}):
                raise CommandError("Not everybody of these names is here: nothing was done.")
        for user_id, username in people.values_list("pk", "username").iterator():
            self.stdout.write(f"{username}: {rebuild_feed(user_id=UserId(user_id))} photos")
