"""Keys and ids of messages, and what is stored of one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.dynamo import connection
from core.ids import is_id, milliseconds, new_id
from messaging.models import Sent, id_after, message_sort_key
from messaging.queries import unread_total
from messaging.tests.talking import calls_about_messages, chat, friends_of, read_by, row_of, write
from tests.cast import browser_of, items_stored


# Until the year 2286, when milliseconds get a digit more than the key has.
@given(st.integers(min_value=0, max_value=10**13 - 2))
def test_the_next_id_sorts_behind_whatever_is_there(moment: int) -> None:
    tail = new_id()[13:]
    top_id = f"{moment:012x}"[:8] + "-" + f"{moment:012x}"[8:] + tail
    following = id_after(top_id)
    assert is_id(following)
    assert following > top_id
    assert message_sort_key(following) > message_sort_key(top_id)


def test_the_first_id_has_the_time_of_now() -> None:
    now = datetime.now(tz=UTC).timestamp() * 1000
    assert abs(milliseconds(id_after("")) - now) < 5000


def test_a_message_is_one_item_a_row_for_each_and_what_the_client_calls_it(owner: User, friend: User) -> None:
    sent = write(browser_of(owner), friend, client_id="abc-1").json()["message_id"]
    low, high = sorted((owner.pk, friend.pk))
    assert items_stored() == sorted(
        [
            (f"CONV#{low}#{high}", f"MSG#{milliseconds(sent):013d}#{sent}"),
            (f"INBOX#{owner.pk}", f"CONV#{friend.pk}"),
            (f"INBOX#{friend.pk}", f"CONV#{owner.pk}"),
            (f"SENT#{owner.pk}", "abc-1"),
        ]
    )
    ends = Sent.get(f"SENT#{owner.pk}", "abc-1").expires_at
    assert 23 < (ends - datetime.now(tz=UTC)).total_seconds() / 3600 <= 24


def test_the_store_knows_when_an_item_ends() -> None:
    client: Any = connection().client
    answer = client.describe_time_to_live(TableName=Sent.Meta.table_name)
    assert answer["TimeToLiveDescription"]["AttributeName"] == "expires_at"


@pytest.mark.parametrize("text", ["x" * 140, "x" * 141, "ü" * 4000])
def test_the_list_keeps_the_beginning_of_a_text(owner: User, friend: User, text: str) -> None:
    write(browser_of(owner), friend, text)
    kept = row_of(friend, owner).last_text
    assert kept == text if len(text) <= 140 else kept == f"{text[:139]}…"


def test_everything_is_read_consistently(owner: User, friend: User) -> None:
    sent: list[tuple[str, bool]] = []

    def note(request: Any, event_name: str, **_: object) -> None:
        body = json.loads(request.body)
        reads = [body] if event_name.endswith("Query") else list(body["RequestItems"].values())
        sent.extend((event_name.rsplit(".", 1)[-1], bool(read.get("ConsistentRead"))) for read in reads)

    ids, events = chat(owner, friend, 3), connection().client.meta.events
    for operation in ("Query", "BatchGetItem"):
        events.register(f"before-send.dynamodb.{operation}", note, unique_id=f"reads-{operation}")
    try:
        for path in ("/messages/", "/messages/friend/", f"/api/messages?user_id={friend.pk}", "/api/conversations"):
            assert browser_of(owner).get(path).status_code == 200
        assert browser_of(owner).delete(f"/api/messages/{friend.pk}/{ids[2]}").status_code == 204
        unread_total(friend)
    finally:
        for operation in ("Query", "BatchGetItem"):
            events.unregister(f"before-send.dynamodb.{operation}", unique_id=f"reads-{operation}")
    assert len(sent) > 6
    assert {consistent for _, consistent in sent} == {True}


def test_sending_is_one_read_and_one_transaction(owner: User) -> None:
    [somebody] = friends_of(owner, 1)
    browser = browser_of(owner)
    for number in range(3):
        with calls_about_messages() as calls:
            assert write(browser, somebody, client_id=f"id-{number}").status_code == 201
        assert calls == ["BatchGetItem", "TransactWriteItems"]
    assert len(read_by(somebody, owner).json()) == 3
