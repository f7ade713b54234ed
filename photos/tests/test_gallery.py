"""Galleries over HTTP: what is in them, in which order, and what they cost."""

import pytest

from accounts.models import User
from tests.cast import Counted, Uploads, browser_of


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("path", ["/", "/explore/", "/u/owner/", "/api/photos?limit=24", "/api/photos?scope=all"])
def test_a_gallery_costs_two_dynamodb_calls_and_three_queries(
    upload: Uploads, counted: Counted, owner: User, path: str, rows: int
) -> None:
    for _ in range(rows):
        upload(owner)
    browser = browser_of(owner)
    browser.get(path)
    with counted() as calls:
        answer = browser.get(path)
    assert answer.status_code == 200
    assert calls.dynamodb == ["Query", "BatchGetItem"]
    assert len(calls.sql) <= 3
