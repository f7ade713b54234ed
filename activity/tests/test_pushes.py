"""What open pages hear at once: a toast and new badges, on the pages of who is told and of nobody else."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from accounts.models import User
from activity.models import Switch
from activity.services import mark_read
from activity.tests.telling import like
from core.realtime import group_of_user
from photos.tests.seeing import plant

pytestmark = pytest.mark.django_db

IN_MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}}


class Page:
    """A page that somebody has open."""

    def __init__(self, person: User) -> None:
        """Listen."""
        self.layer: Any = get_channel_layer()
        self.channel = async_to_sync(self.layer.new_channel)()
        async_to_sync(self.layer.group_add)(group_of_user(person.pk), self.channel)

    def heard(self) -> list[dict[str, Any]]:
        """Answer what was heard since this was asked last."""
        return list(async_to_sync(self._waiting)())

    async def _waiting(self) -> list[dict[str, Any]]:
        found = []
        while True:
            try:
                async with asyncio.timeout(0.05):
                    found.append((await self.layer.receive(self.channel))["body"])
            except TimeoutError:
                return found


@pytest.fixture(autouse=True)
def bus(settings: Any) -> None:
    """Use a bus within the process."""
    settings.CHANNEL_LAYERS = IN_MEMORY


def test_who_is_told_hears_it_at_once_and_nobody_else(owner: User, stranger: User) -> None:
    photo = plant(owner, title="<script>alert(1)</script>")
    mine, other = Page(owner), Page(stranger)
    like(stranger, photo)
    heard = {body["type"]: body for body in mine.heard()}
    assert set(heard) == {"notification", "badges"}
    assert "stranger liked your photo “&lt;script&gt;alert(1)&lt;/script&gt;”" in heard["notification"]["html"]
    assert "toast-info" in heard["notification"]["html"]
    assert other.heard() == []


def test_what_is_wanted_by_mail_alone_is_not_pushed(owner: User, stranger: User) -> None:
    Switch.objects.create(user=owner, kind="like", site=False, email=True)
    photo = plant(owner)
    page = Page(owner)
    like(stranger, photo)
    assert page.heard() == []


def test_reading_in_one_window_clears_the_badge_of_the_others_once(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    page = Page(owner)
    mark_read(actor=owner)
    assert page.heard() == [{"type": "badges"}]
    mark_read(actor=owner, newest_id="01890a5d-ac96-774b-bcce-b302099a8057")
    assert page.heard() == []
