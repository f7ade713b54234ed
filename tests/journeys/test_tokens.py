"""A person makes an API token in the browser, hands it to a program, and takes it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import NewWindow, sign_up

pytestmark = pytest.mark.journey


def status_with(page: Page, text: str) -> int:
    """Call the API with a token and nothing else."""
    return page.request.get("/api/auth/me", headers={"Authorization": f"Bearer {text}", "Cookie": ""}).status


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_token_is_shown_once_and_works_until_it_is_revoked(new_window: NewWindow, *, scripts: bool) -> None:
    page = new_window(java_script_enabled=scripts)
    sign_up(page, f"maker{scripts}")
    page.goto("/settings/")
    page.get_by_role("link", name="API tokens").click()
    page.get_by_label("Name").fill("Camera")
    page.get_by_label("Read and write").check()
    page.get_by_role("button", name="Make token").click()
    shown = page.locator("#token-text")
    expect(shown).to_have_text(re.compile(r"^lumina_[\w-]{43}$"))
    text = shown.inner_text()
    if scripts:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == text
    assert status_with(page, text) == 200

    page.reload()
    line = page.get_by_role("listitem").filter(has_text="Camera")
    expect(line).to_be_visible()
    expect(shown).to_have_count(0)
    page.get_by_role("link", name="Revoke Camera").click()
    (page.get_by_role("dialog") if scripts else page.get_by_role("main")).get_by_role("button", name="Revoke").click()
    expect(line).to_have_count(0)
    assert status_with(page, text) == 401
