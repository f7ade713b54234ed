"""Comments on the page of a photo: written, read in pages, deleted; with htmx and without."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.services import add_comment
from photos.tests.seeing import MISSING, forms_in, plant, traces
from photos.tests.test_pages_doing import HTMX, templates_of
from tests.cast import browser_of, person

HOSTILE = "\"><script>alert(1)</script>'{{ 7|add:7 }}"


def texts_in(page: Any) -> list[str]:
    """List the comments that a page was given to show, and expect that it shows them."""
    texts = [comment.text for comment in page.context["comments"]]
    assert all(text in page.text for text in texts)
    return texts


def test_the_form_of_the_page_writes_without_script(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger)
    forms = {form.action: form.fields for form in forms_in(browser.get(f"/p/{photo_id}/"))}
    sent = {**forms[f"/p/{photo_id}/comments/"], "text": "Hello there"}
    answer = browser.post(f"/p/{photo_id}/comments/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{photo_id}/#comments")
    assert texts_in(browser.get(f"/p/{photo_id}/")) == ["Hello there"]
    assert browser.post(f"/p/{photo_id}/comments/", {"text": "without the token"}).status_code == 403


def test_htmx_gets_the_one_comment(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    answer = browser_of(stranger).post(f"/p/{photo_id}/comments/", {"text": "Hello there"}, headers=HTMX)
    assert answer.status_code == 201
    assert "photos/_comment.html" in templates_of(answer)
    assert "Hello there" in answer.text
    assert answer.context["comment"].delete_url in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "x" * 2001, "nul\0", None], ids=range(6))
def test_what_is_no_comment_is_refused_in_place(owner: User, text: str | None) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(owner)
    before = traces()
    sent = {} if text is None else {"text": text}
    for headers, template in (({}, "photos/detail.html"), (HTMX, "photos/_comment_form.html")):
        answer = browser.post(f"/p/{photo_id}/comments/", sent, headers=headers)
        assert answer.status_code == 400
        assert template in templates_of(answer)
        [reason] = answer.context["comment_form"].errors["text"]
        assert reason in answer.text
        assert len(text or "") < 9 or str(text) in answer.text
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#comment-form", "outerHTML")
    assert 'id="comment-form"' in answer.text
    assert traces() == before


def test_older_comments_come_on_demand(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    said = [f"number {number}." for number in range(55)]
    for text in said:
        add_comment(actor=owner, photo_id=photo_id, text=text)
    browser = browser_of(stranger)
    page = browser.get(f"/p/{photo_id}/")
    assert texts_in(page) == said[5:]
    older = page.context["older_comments_url"]
    assert f'href="{older}"' in page.text
    part = browser.get(older, headers=HTMX)
    assert "photos/_comments.html" in templates_of(part)
    assert "<html" not in part.text
    whole = browser.get(older)
    assert "photos/detail.html" in templates_of(whole)
    assert texts_in(part) == texts_in(whole) == said[:5]
    assert part.context["older_comments_url"] == whole.context["older_comments_url"] == ""


@pytest.mark.parametrize("before", ["x", "%00", "1", MISSING.upper()])
@pytest.mark.parametrize("end", ["", "comments/"])
def test_comments_before_nothing_are_refused(owner: User, end: str, before: str) -> None:
    answer = browser_of(owner).get(f"/p/{plant(owner).photo_id}/{end}?before={before}")
    assert answer.status_code == 400


def test_a_comment_is_deleted_by_its_author_and_the_owner(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    before = traces()
    for user in (stranger, owner):
        comment = add_comment(actor=stranger, photo_id=photo_id, text="Words of theirs")
        path = f"/p/{photo_id}/comments/{comment.comment_id}/delete/"
        browser = browser_of(user)
        assert path in browser.get(f"/p/{photo_id}/").text
        asked = browser.get(path)
        assert (asked.status_code, "Words of theirs" in asked.text) == (200, True)
        [form] = [form for form in forms_in(asked) if form.action in {"", path}]
        answer = browser.post(path, form.fields)
        assert (answer.status_code, answer["Location"]) == (302, f"/p/{photo_id}/#comments")
        page = browser.get(f"/p/{photo_id}/")
        assert "The comment is removed." in page.text
        assert page.context["comments"] == []
        assert browser.post(path).status_code == browser.get(path).status_code == 404
    comment = add_comment(actor=stranger, photo_id=photo_id, text="x")
    answer = browser.post(f"/p/{photo_id}/comments/{comment.comment_id}/delete/", headers=HTMX)
    assert (answer.status_code, answer.content) == (200, b"")
    assert traces() == before


def test_nobody_else_deletes_a_comment(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    comment = add_comment(actor=stranger, photo_id=photo_id, text="Words of theirs")
    path = f"/p/{photo_id}/comments/{comment.comment_id}/delete/"
    browser = browser_of(person("bystander"))
    assert browser.get(path).status_code == browser.post(path).status_code == 403
    page = browser.get(f"/p/{photo_id}/")
    assert path not in page.text
    assert texts_in(page) == ["Words of theirs"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(stranger)
    assert strict.post(path).status_code == 403


def test_a_comment_is_never_markup(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    fragment = browser.post(f"/p/{photo_id}/comments/", {"text": HOSTILE}, headers=HTMX)
    comment = fragment.context["comment"]
    for page in (fragment, browser.get(f"/p/{photo_id}/"), browser.get(comment.delete_url)):
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
        assert "{{ 7|add:7 }}" in page.text
