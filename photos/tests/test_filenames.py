"""Names of files: whatever a browser or a script sends, it is taken, shown and given back as text, or refused."""

import pytest

from accounts.models import User
from photos.tests.seeing import post_raw, signed_bytes
from tests.cast import browser_of, files_stored, items_stored, jpeg


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("my beach.jpg", "my beach.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\pictures\\beach.jpg", "beach.jpg"),
        ("🏖️ été.jpg", "🏖️ été.jpg"),
        ("😀" * 62 + ".jpg", "😀" * 62 + ".jpg"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
        ("a%0D%0ASet-Cookie: x.jpg", "a%0D%0ASet-Cookie: x.jpg"),
        ("%2e%2e%2fbeach.jpg", "%2e%2e%2fbeach.jpg"),
        ("a\x1b\u202egpj.exe", "agpj.exe"),
        ("<b>'&amp;.jpg", "<b>'&.jpg"),
    ],
    ids=ascii,
)
def test_any_file_name_is_taken_and_the_original_comes_back(owner: User, sent: str, kept: str) -> None:
    browser = browser_of(owner)
    answer = post_raw(browser, sent)
    assert answer.status_code == 201
    assert answer.json()["filename"] == kept
    sent_on = browser.get(f"/api/photos/{answer.json()['id']}/image/original")
    assert signed_bytes(sent_on["Location"]) == jpeg()


@pytest.mark.parametrize(
    "sent", ["", ".", "..", "/", "x" * 1000, "nul\0.jpg", "a\r\nX-Header: b.jpg", 'a"; filename="b'], ids=ascii
)
def test_a_file_name_that_is_none_ends_in_no_fault(owner: User, sent: str) -> None:
    answer = post_raw(browser_of(owner), sent)
    assert answer.status_code in {201, 400}
    if answer.status_code == 400:
        assert files_stored() == []
        assert items_stored() == []
    else:
        assert not set(answer.json()["filename"]) & set("/\\\r\n\0")
