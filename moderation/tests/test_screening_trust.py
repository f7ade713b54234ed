"""How far people are trusted, and what that makes of what is found in their pictures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from core.dynamo import batch_put
from core.ids import UserId, new_id
from moderation.models import Case, Decision, Report, Rule
from moderation.queries import reporter_trust, trust_of
from moderation.screening import screen
from moderation.services import Ruling, decide, open_case, undo
from moderation.tests.drawing import picture_of
from moderation.tests.rekognition import MODERATION, Rekognition, Told, moderated
from photos.models import entry, photos_of
from photos.tests.seeing import plant
from tests.cast import Counted

pytestmark = pytest.mark.django_db
Ruled = Callable[..., Decision]


@pytest.fixture
def ruled(moderator: User) -> Ruled:
    """Let a test have the moderator decide about somebody."""

    def ruling(about: User, action: str = "warn") -> Decision:
        case = open_case(actor=moderator, target_type="user", target_id=str(about.pk))
        until = timezone.now() + timedelta(days=1) if action == "suspend" else None
        return decide(
            actor=moderator,
            case_id=case.pk,
            ruling=Ruling(action, rule="other", message="Please do not.", until=until),
        )

    return ruling


def aged(somebody: User, days: float, *, photos: int = 0) -> User:
    """Let somebody have been here for so long, and have so many photos."""
    User.objects.filter(pk=somebody.pk).update(created_at=timezone.now() - timedelta(days=days))
    if photos:
        with override_settings(MODERATION_BACKEND="none"):
            photo = plant(somebody)
        # One is enough to copy its entry for the others, whom nobody looks at.
        for _ in range(photos - 1):
            photo.photo_id = new_id()
            batch_put([entry(photos_of(photo.owner_id), photo)])
    return somebody


def passed(decision: Decision, days: float) -> None:
    """Let a decision be older: nothing but time does that."""
    rows: QuerySet[Decision] = QuerySet(Decision)
    rows.filter(pk=decision.pk).update(created_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "photos", "trust"),
    [
        (0, 0, "new"),
        (6.9, 4, "new"),
        (7.1, 2, "new"),
        (7.1, 3, "known"),
        (89, 50, "known"),
        (91, 49, "known"),
        (91, 50, "trusted"),
    ],
)
def test_trust_grows_with_time_and_photos(owner: User, days: float, photos: int, trust: str) -> None:
    assert trust_of(UserId(aged(owner, days, photos=photos).pk)) == trust


def test_staff_are_trusted_and_nobody_is_new(moderator: User) -> None:
    assert trust_of(UserId(moderator.pk)) == "trusted"
    assert trust_of(UserId(moderator.pk + 1)) == "new"


@pytest.mark.parametrize("action", ["warn", "limit", "suspend"])
def test_a_judgement_costs_trust_for_ninety_days(owner: User, ruled: Ruled, action: str) -> None:
    aged(owner, 91, photos=50)
    decision = ruled(owner, action)
    assert trust_of(UserId(owner.pk)) == "distrusted"
    passed(decision, 89.9)
    assert trust_of(UserId(owner.pk)) == "distrusted"
    passed(decision, 90.1)
    # It is forgiven, and not forgotten.
    assert trust_of(UserId(owner.pk)) == "known"


def test_a_judgement_that_was_undone_costs_nothing(owner: User, moderator: User, ruled: Ruled) -> None:
    aged(owner, 91, photos=50)
    undo(actor=moderator, decision_id=ruled(owner).pk)
    assert trust_of(UserId(owner.pk)) == "trusted"


def test_a_dismissal_costs_nothing(owner: User, ruled: Ruled) -> None:
    ruled(owner, "dismiss")
    assert trust_of(UserId(owner.pk)) == "new"


def test_what_the_screening_removes_by_itself_is_no_judgement_about_a_person(owner: User, moderator: User) -> None:
    aged(owner, 91, photos=50)
    photo = plant(owner)
    case = open_case(actor=moderator, target_type="photo", target_id=photo.photo_id)
    decide(actor=None, case_id=case.pk, ruling=Ruling("remove", message="It seems to show: Violence."))
    assert trust_of(UserId(owner.pk)) == "known"


def test_trust_costs_two_queries_and_one_call(owner: User, counted: Counted) -> None:
    aged(owner, 91, photos=3)
    with counted() as calls:
        trust_of(UserId(owner.pk))
    assert (len(calls.sql), calls.dynamodb) == (2, ["Query"])


@pytest.fixture
def uploader(owner: User, moderator: User, ruled: Ruled) -> Callable[[str], User]:
    """Let a test have somebody who is trusted so far."""

    def somebody(trust: str) -> User:
        if trust == "trusted":
            return moderator
        if trust == "distrusted":
            ruled(owner)
        return aged(owner, 8, photos=3) if trust == "known" else owner

    return somebody


NOTHING, DOUBTFUL, CLEAR = moderated(), moderated(("Violence", 75.0, "")), moderated(("Violence", 95.0, ""))
SEEMS = ("It seems to show: Violence.",)
FIRST = ("Somebody looks at your pictures first, because something of yours has broken a rule not long ago.",)


@pytest.mark.parametrize(
    ("trust", "finding", "status", "reasons"),
    [
        ("distrusted", NOTHING, "held", FIRST),
        ("distrusted", DOUBTFUL, "rejected", SEEMS),
        ("distrusted", CLEAR, "rejected", SEEMS),
        ("new", NOTHING, "approved", ()),
        ("new", DOUBTFUL, "held", SEEMS),
        ("new", CLEAR, "rejected", SEEMS),
        ("known", NOTHING, "approved", ()),
        ("known", DOUBTFUL, "held", SEEMS),
        ("known", CLEAR, "rejected", SEEMS),
        ("trusted", NOTHING, "approved", ()),
        ("trusted", DOUBTFUL, "approved", ()),
        ("trusted", CLEAR, "held", SEEMS),
    ],
)
def test_trust_and_finding_decide_together(
    uploader: Callable[[str], User],
    rekognition: Rekognition,
    *,
    trust: str,
    finding: Told,
    status: str,
    reasons: tuple[str, ...],
) -> None:
    somebody = uploader(trust)
    assert trust_of(UserId(somebody.pk)) == trust
    rekognition.tell(MODERATION, finding)
    verdict = screen(picture_of(somebody))
    assert (verdict.status, verdict.reasons) == (status, reasons)
    assert [label.name for label in verdict.unsafe] == ([] if finding is NOTHING else ["Violence"])


def test_where_nobody_looks_trust_does_not_count(owner: User, ruled: Ruled) -> None:
    ruled(owner)
    assert screen(picture_of(owner)).status == "approved"


def reports_by(reporter: User, *, upheld: int = 0, dismissed: int = 0, undecided: int = 0) -> None:
    """Let somebody have reported so much, with what became of it."""
    outcomes = ["upheld"] * upheld + ["dismissed"] * dismissed + [""] * undecided
    for outcome in outcomes:
        case = Case.objects.create(target_type="photo", target_id=new_id())
        rule = Rule.objects.get(code="spam")
        Report.objects.create(case=case, reporter=reporter, reason=rule, outcome=outcome)


@pytest.mark.parametrize(
    ("upheld", "dismissed", "word"),
    [
        (0, 0, "unproven"),
        (2, 0, "unproven"),
        (0, 2, "unproven"),
        (3, 0, "reliable"),
        (0, 3, "often wrong"),
        (2, 1, "reliable"),
        (1, 2, "often wrong"),
        (2, 2, "unproven"),
        (6, 4, "unproven"),
        (7, 3, "reliable"),
    ],
)
def test_reporters_are_known_by_what_became_of_their_reports(
    stranger: User, *, upheld: int, dismissed: int, word: str
) -> None:
    reports_by(stranger, upheld=upheld, dismissed=dismissed, undecided=5)
    trust = reporter_trust([stranger.pk])[stranger.pk]
    assert (trust.upheld, trust.dismissed, trust.word) == (upheld, dismissed, word)


def test_many_reporters_cost_one_query(owner: User, stranger: User, moderator: User, counted: Counted) -> None:
    reports_by(owner, upheld=1, dismissed=2)
    reports_by(stranger, upheld=2)
    people = (owner.pk, stranger.pk, moderator.pk, owner.pk, moderator.pk + 1)
    with counted() as calls:
        trust = reporter_trust(people)
    assert len(calls.sql) == 1
    assert {reporter: (of.upheld, of.dismissed) for reporter, of in trust.items()} == {
        owner.pk: (1, 2),
        stranger.pk: (2, 0),
        moderator.pk: (0, 0),
        moderator.pk + 1: (0, 0),
    }
