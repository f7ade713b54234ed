"""Filling a site with the demo's people and photos, through the services that people use. Safe to stop and repeat."""

import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User, Visibility
from accounts.services import add_person
from lumina_site.demo.art import sketches
from lumina_site.demo.cast import PEOPLE, Person
from lumina_site.demo.circle import befriend, talk
from lumina_site.demo.talk import likers, remarks
from photos.queries import MOST_ON_A_PAGE, photos_by, seen
from photos.services import add_comment, like_photo, set_profile_picture, upload_photo
from photos.words import checked
from social.queries import members_named, person_seen

PHOTOS = 60
# Every so many photos are for friends alone, and the first photo of most people is their portrait as well.
FRIENDS_ONLY = 7
PORTRAITS = frozenset({0, 1, 2, 3, 5, 6})


class NamesTakenError(Exception):
    """Somebody of the demo's names exists whom the demo did not make."""


def fill(say: Callable[[str], None]) -> str:
    """Make the people and photos that are missing and answer the one password of all eight people.

    Raises NamesTakenError, before anything is made, when a name belongs to somebody else.
    """
    kept = Path(settings.DATA_DIR) / "demo_password"
    password = _password(kept)
    people = [_person(person, password) for person in PEOPLE]
    befriend(people)
    talk(people)
    have = set().union(*(_filenames(user) for user in people))
    if len(have) >= PHOTOS:
        return password
    for number, sketch in enumerate(sketches(count=PHOTOS)):
        owner, filename = people[number % len(people)], f"demo-{number + 1:02}.jpg"
        if filename in have:
            continue
        words = checked(
            title=sketch.title,
            caption=sketch.caption,
            alt=sketch.alt,
            topic=sketch.topic,
            tags=sketch.tags,
            visibility=Visibility.FRIENDS if number % FRIENDS_ONLY == 0 else Visibility.EVERYONE,
        )
        photo = upload_photo(actor=owner, picture=SimpleUploadedFile(filename, sketch.jpeg), words=words)
        if number in PORTRAITS:
            set_profile_picture(actor=owner, picture=SimpleUploadedFile(filename, sketch.jpeg))
        around = [person for person in people if seen(person, [photo.id])]
        for liker in likers(number, owner, around):
            like_photo(actor=liker, photo_id=photo.photo_id)
        for speaker, remark in remarks(number, owner, around):
            add_comment(actor=speaker, photo_id=photo.photo_id, text=remark)
        say(f"{number + 1:3} of {PHOTOS}  {owner.username}: {sketch.title or 'untitled'}")
    return password


def _password(kept: Path) -> str:
    """Answer the password of an earlier run, or make one if none of the names is taken."""
    if kept.is_file():
        return kept.read_text().strip()
    taken = members_named(person.username for person in PEOPLE)
    if taken:
        raise NamesTakenError(f"{taken[0].username} exists already and was not made by the demo, so nothing was done.")
    password = secrets.token_urlsafe(9)
    kept.touch(mode=0o600)
    kept.write_text(password)
    return password


def _person(person: Person, password: str) -> User:
    found = members_named([person.username])
    if found:
        return found[0]
    user = add_person(username=person.username, password=password)
    user.bio = person.bio
    user.save(update_fields=["bio"])
    return user


def _filenames(user: User) -> set[str]:
    mine = photos_by(user, person_seen(user, user.pk), limit=MOST_ON_A_PAGE).photos
    return {seen.photo.filename for seen in mine if seen.photo.filename.startswith("demo-")}
