"""A site with 10,000 photos and 2,000 cases, written straight into its stores, with what the administration reads."""

import functools
import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import ApiToken, Invitation, User
from activity.models import Event, event_key, event_key_of_month
from core.dynamo import Table, batch_put, create_missing_tables, in_parallel, tables
from core.ids import new_id
from messaging import models as messaging
from messaging.models import Message
from moderation.models import Appeal, BlockedPicture, Case, Decision, Note, Report, Rule
from moderation.tests.counting import id_made_at
from photos import models as photos
from photos.models import APPROVED, FAILED, HELD, REJECTED, Comment, Photo
from social.models import Block, FriendRequest

PHOTOS, CASES, PEOPLE = 10_000, 2_000, 150
COMMENTS, MESSAGES, EVENTS = 800, 400, 800
DAYS = 130
# One photo in a hundred waits, so that these lists are longer than a page, too.
STATUSES = [APPROVED] * 96 + [HELD, REJECTED, FAILED, FAILED]
WORD = "harbour"
THREADS, AT_A_TIME = 4, 500
T = TypeVar("T")


def make_crowd(moderator: User, administrator: User) -> None:
    """Fill the stores."""
    people = _people()
    taken = [_photo(people, number) for number in range(PHOTOS)]
    comments = [_comment(people, taken[-number]) for number in range(1, COMMENTS)]
    messages = [_message(people, number) for number in range(MESSAGES)]
    _write(itertools.chain(_of_photos(taken), _of_comments(comments), messages, _events(people, taken)))
    targets = [("photo", photo.photo_id, int(photo.user_id), "") for photo in taken[-1250:]]
    targets += [("comment", f"{one.photo_id}:{one.comment_id}", int(one.user_id), "") for one in comments[:300]]
    targets += [("message", *_named(one)) for one in messages[:300]]
    targets += [("user", str(one.pk), one.pk, "") for one in people]
    _cases(targets[:CASES], people, [moderator, administrator])
    _records(people, administrator)


def forget_crowd() -> None:
    """Empty the tables at once: item by item takes longer than the test."""
    for table in tables():
        table.delete_table()
    create_missing_tables()


def _named(message: Message) -> tuple[str, int, str]:
    low, high = sorted((int(message.from_user_id), int(message.to_user_id)))
    return f"{int(message.from_user_id)}:{message.message_id}", int(message.from_user_id), f"{low}:{high}"


def _people() -> list[User]:
    names = [f"person{number:03}" for number in range(PEOPLE)]
    rows = [User(username=name, username_key=name, email=f"{name}@example.org", password="!") for name in names]
    User.objects.bulk_create([*rows, *_waiting()])
    User.objects.update(created_at=timezone.now() - timedelta(days=DAYS + 1))
    people = list(User.objects.filter(username__startswith="person").order_by("pk"))
    # Somebody with many rights of their own.
    people[0].user_permissions.set(Permission.objects.all())
    return people


def _waiting() -> Iterator[User]:
    for number in range(60):
        name = f"waiting{number:03}"
        yield User(username=name, username_key=name, email=name, password="!", is_active=False, awaits_approval=True)


def _moment(number: int, of: int) -> datetime:
    return timezone.now() - timedelta(days=DAYS) * (1 - number / of)


def _photo(people: Sequence[User], number: int) -> Photo:
    owner = people[number % 20]
    photo_id = id_made_at(_moment(number, PHOTOS))
    return Photo(
        *photos.photo_key(photo_id),
        photo_id=photo_id,
        user_id=owner.pk,
        username=owner.username,
        status=STATUSES[number % len(STATUSES)],
        visibility=("everyone", "friends", "me")[number % 3],
        title=f"{WORD if number % 10 == 0 else 'Title'} {number}",
        caption="Some words",
        sensitive="Nudity" if number % 50 == 1 else "",
        width=60,
        height=40,
        content_type="image/jpeg",
        file_size=3_000_000,
        filename="photo.jpg",
        sha256=f"{number:064x}",
        updated_at=1,
    )


def _of_photos(taken: Iterable[Photo]) -> Iterator[Table]:
    for photo in taken:
        names = [photos.photos_of(photo.owner_id), photos.of_month(photo.photo_id)]
        names += [photos.with_status(photo.status)] if photo.status != APPROVED else []
        names += [(photos.with_term, photos.with_staff_term)[photo.visibility != "everyone"](WORD)]
        yield from (photo, *photos.entries(names if WORD in photo.title else names[:-1], photo))


def _comment(people: Sequence[User], photo: Photo) -> Comment:
    writer, comment_id = people[int(photo.user_id) % 7], new_id()
    return Comment(
        *photos.comment_key(photo.photo_id, comment_id),
        comment_id=comment_id,
        photo_id=photo.photo_id,
        user_id=writer.pk,
        username=writer.username,
        text=f"{WORD} and more words",
        removed=int(photo.file_size) % 5 == 0,
    )


def _of_comments(comments: Iterable[Comment]) -> Iterator[Table]:
    for comment in comments:
        yield from (comment, photos.comment_entry(comment))


def _message(people: Sequence[User], number: int) -> Message:
    writer, reader, message_id = people[number % 50], people[50 + number % 50], new_id()
    return Message(
        *messaging.message_key(writer.pk, reader.pk, message_id),
        message_id=message_id,
        from_user_id=writer.pk,
        to_user_id=reader.pk,
        from_username=writer.username,
        text=f"{WORD} and more words",
    )


def _events(people: Sequence[User], taken: Sequence[Photo]) -> Iterator[Table]:
    for number in range(EVENTS):
        actor, event_id = people[number % 30], new_id()
        said: dict[str, Any] = {"event_id": event_id, "user_id": actor.pk, "what": "liked", "other_id": people[40].pk}
        for key in (event_key(actor.pk, event_id), event_key_of_month(event_id)):
            yield Event(*key, **said, photo_id=taken[-1].photo_id)


def _write(items: Iterable[Table]) -> None:
    """Write in as few calls as it takes, several at a time; a batch is of one table."""
    by_table = sorted(items, key=lambda item: item.Meta.table_name)
    some = [by_table[start : start + AT_A_TIME] for start in range(0, len(by_table), AT_A_TIME)]
    for group in range(0, len(some), THREADS):
        in_parallel([functools.partial(batch_put, items) for items in some[group : group + THREADS]])


def _cases(targets: Sequence[tuple[str, str, int, str]], people: Sequence[User], staff: Sequence[User]) -> None:
    chance, rules = random.Random(1), list(Rule.objects.all())  # noqa: S311 -- the same at each run
    made = [
        Case(
            target_type=kind,
            target_id=target_id,
            person_id=person_id,
            place=place,
            excerpt=f"{WORD} and more words",
            state="open" if number % 2 else "decided",
            origin=("report", "screening", "staff")[number % 3],
            held=number % 40 == 1,
            assignee=staff[0] if number % 20 == 1 else None,
            opened_at=_moment(number, CASES),
            decided_at=None if number % 2 else timezone.now(),
        )
        for number, (kind, target_id, person_id, place) in enumerate(targets)
    ]
    Case.objects.bulk_create(made)
    cases = list(Case.objects.order_by("pk"))
    _add(Report, (_report(case, people, rules, chance, n) for case in cases for n in range(3)))
    _add(Note, (Note(case=case, author=staff[0], text="A note") for case in cases[::2] for _ in range(2)))
    _decisions(cases, staff, rules)


def _report(case: Case, people: Sequence[User], rules: Sequence[Rule], chance: random.Random, number: int) -> Report:
    reporter = people[(case.pk * 3 + number) % len(people)]
    return Report(
        case=case,
        reporter=reporter,
        reason=chance.choice(rules),
        text=f"{WORD} and more words",
        outcome=("", "upheld", "dismissed")[number % 3] if case.state == "decided" else "",
    )


def _decisions(cases: Sequence[Case], staff: Sequence[User], rules: Sequence[Rule]) -> None:
    rows = [
        Decision(
            case=case, person_id=case.person_id, action=action, actor=staff[0], rule=rules[0], message="Why", note="So"
        )
        for case in cases
        for action in (("remove", "warn") if case.state == "decided" else ())
    ]
    Decision.objects.bulk_create(rows)
    made = list(Decision.objects.order_by("pk"))
    undone = (
        Decision(case_id=one.case_id, person_id=one.person_id, action="undo", actor=staff[1], undoes=one)
        for one in made[::10]
    )
    Decision.objects.bulk_create(undone)
    _add(Appeal, (Appeal(decision=one, text=f"{WORD} and more words") for one in made[1::10]))


def _records(people: Sequence[User], administrator: User) -> None:
    """Make more than a page of all that staff look through besides."""
    pairs = list(itertools.combinations(people[:25], 2))
    _add(Block, (Block(blocker=one, blocked=other) for one, other in pairs))
    _add(
        FriendRequest,
        (
            FriendRequest(requester=one, receiver=other, low_id=one.pk, high_id=other.pk, created_at=timezone.now())
            for one, other in pairs
        ),
    )
    _add(
        ApiToken,
        (ApiToken(user=one, name="Program", scope="read", digest=f"{one.pk:064x}", start="lum") for one in people),
    )
    _add(Invitation, (Invitation(digest=f"{n:064x}", note=f"For {n}", made_by=administrator) for n in range(150)))
    _add(
        BlockedPicture,
        (
            BlockedPicture(sha256=f"{n:064x}", added_by=administrator, case_id=Case.objects.all()[0].pk)
            for n in range(150)
        ),
    )


def _add(model: Any, rows: Iterable[Any]) -> None:
    model.objects.bulk_create(list(rows), batch_size=500)
