"""`@name` in comments and captions: who is found in a text, and who of them is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.validators import RESERVED
from activity.services import mentioned
from activity.services.mentions import MENTION
from activity.tests.telling import befriend, block, comment, texts, told
from photos.tests.seeing import crowd, plant
from tests.cast import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ana", ["ana"]),
        ("Look, @Ana!", ["ana"]),
        ("(@ANA)", ["ana"]),
        ("@ana, @ben and @ana", ["ana", "ben"]),
        ("Look, @ana.", ["ana"]),
        ("@ana...", ["ana"]),
        ("@ana.b", ["ana.b"]),
        ("@ana.b.", ["ana.b"]),
        ("@dotted.", ["dotted."]),
        ("\n@ana\n", ["ana"]),
        ("@ben's", ["ben"]),
        ("@ana/@ben", ["ana", "ben"]),
        ("", []),
        ("@", []),
        ("@an", []),
        ("ana@ben", []),
        ("me@ana.b", []),
        ("@ana@example.org", []),
        ("@@ana", []),
        ("@anaé", []),
        ("é@ana", []),
        ("@anab", []),
        ("@ana.b.c", []),
        ("@" + "a" * 31, []),
        ("@gone", []),
        ("@nobody", []),
    ],
)
def test_a_name_is_found_where_it_stands_alone(owner: User, text: str, names: list[str]) -> None:
    made = {name: person(name) for name in ("ana", "ben", "ana.b", "dotted.")}
    User.objects.filter(pk=person("gone").pk).update(is_active=False)
    assert mentioned(actor=owner, text=text) == [made[name].pk for name in names]


@given(st.from_regex(r"[A-Za-z0-9_.-]{3,30}", fullmatch=True))
def test_every_name_that_there_may_be_can_be_mentioned(name: str) -> None:
    if name.lower() not in RESERVED:
        assert MENTION.findall(f"Hello @{name} there") == [name]


@given(st.text(alphabet="@ab.-_é \n", max_size=60))
def test_what_is_found_is_a_name(text: str) -> None:
    assert all(3 <= len(name) <= 30 and name.isascii() and "@" not in name for name in MENTION.findall(text))


def test_who_is_mentioned_in_a_comment_is_told(owner: User, stranger: User) -> None:
    third, photo = person("third"), plant(owner, title="The lake")
    comment(stranger, photo, "Is this you, @Third?")
    assert texts(third) == ["stranger mentioned you on a photo “The lake”"]
    assert told(third)[0]["kind"] == "mention"
    assert texts(owner) == ["stranger commented on your photo “The lake”"]


def test_the_owner_is_told_of_a_comment_once(owner: User, stranger: User) -> None:
    comment(stranger, plant(owner), "Great, @owner")
    assert [note["kind"] for note in told(owner)] == ["comment"]


def test_who_is_mentioned_in_a_caption_is_told_once(owner: User, stranger: User) -> None:
    photo = plant(owner, caption="With @stranger")
    assert texts(stranger) == ["owner mentioned you on a photo"]
    browser = browser_of(owner)
    for caption in ("With @stranger!", "Alone", "With @stranger"):
        browser.patch(f"/api/photos/{photo.photo_id}", {"caption": caption}, content_type="application/json")
    assert len(told(stranger)) == 1
    assert told(owner) == []


def test_who_is_mentioned_later_is_told_then(owner: User, stranger: User) -> None:
    photo = plant(owner)
    change = {"caption": "With @stranger"}
    browser_of(owner).patch(f"/api/photos/{photo.photo_id}", change, content_type="application/json")
    assert texts(stranger) == ["owner mentioned you on a photo"]


def test_who_may_not_see_the_photo_is_not_told_of_it(owner: User, stranger: User) -> None:
    friend = person("friend")
    befriend(owner, friend)
    photo = plant(owner, caption="@stranger @friend", visibility="friends")
    comment(friend, photo, "@stranger")
    plant(owner, caption="@stranger @friend", visibility="me")
    assert told(stranger) == []
    assert len(told(friend)) == 1
    change = {"visibility": "everyone"}
    browser_of(owner).patch(f"/api/photos/{photo.photo_id}", change, content_type="application/json")
    assert texts(stranger) == ["owner mentioned you on a photo"]


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_is_mentioned_across_a_block(owner: User, stranger: User, turned: bool) -> None:  # noqa: FBT001
    third = person("third")
    block(*((third, stranger) if turned else (stranger, third)))
    comment(stranger, plant(owner), "@third")
    assert told(third) == []


def test_the_first_twenty_who_are_mentioned_are_told(owner: User) -> None:
    people = crowd(25)
    plant(owner, caption=" ".join(f"@{somebody.username}" for somebody in people))
    assert [len(told(somebody)) for somebody in people] == [1] * 20 + [0] * 5
