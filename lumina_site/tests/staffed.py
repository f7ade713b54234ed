"""Members of the staff with certain rights, and a reader of the front page of their administration."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from tests.cast import browser_of, person

ALL_RIGHTS = (
    *("photos.view_photo", "accounts.view_user", "accounts.view_signup", "moderation.view_case"),
    *("moderation.view_appeal", "moderation.view_report", "moderation.view_decision"),
)


def staff(*rights: str, username: str = "staff") -> User:
    """Make somebody who works here, with rights that come from a group, as they do."""
    user = person(username)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    group = Group.objects.create(name=f"Group of {username}")
    group.permissions.set([_permission(*right.split(".")) for right in rights])
    user.groups.add(group)
    return User.objects.get(pk=user.pk)


def _permission(application: str, codename: str) -> Permission:
    model = codename.partition("_")[2]
    kind, _ = ContentType.objects.get_or_create(app_label=application, model=model)
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})[0]


@dataclass
class Front:
    """What the front page says: figures and their links by name, bars and numbers of charts by name, all text."""

    figures: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    heights: dict[str, list[int]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""


def front_of(user: User) -> Front:
    """Open the administration as this member of the staff, and read its front page."""
    answer: Any = browser_of(user).get("/admin/")
    assert answer.status_code == 200
    front = Front(text=answer.text)
    for item in re.findall(r'<li class="figure.*?</li>', answer.text, re.DOTALL):
        name, value = (re.findall(rf'class="figure-{part}[^"]*">([^<]*)<', item)[0] for part in ("name", "value"))
        front.figures[name] = value.replace("\xa0", " ")
        _note_link(front, name, item)
    for chart in re.findall(r'<figure class="chart".*?</figure>', answer.text, re.DOTALL):
        name = re.findall(r"<caption>(.*?) by day</caption>", chart)[0]
        bars = re.findall(r'<rect class="bar[^>]*>', chart)
        front.heights[name] = [int(re.findall(r' height="(\d+)"', bar)[0]) for bar in bars]
        front.numbers[name] = re.findall(r"<td>(.*?)</td>", chart)
        _note_link(front, name, chart)
    return front


def _note_link(front: Front, name: str, part: str) -> None:
    link = re.search(r'href="([^"]*)"', part)
    if link:
        front.links[name] = unescape(link[1])
