"""What is stored of passwords and keys: no list of the administration can be asked about it."""

import pytest

from accounts.models import User
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "lookup"),
    [
        *(("user", "password__startswith"), ("signup", "password__startswith"), ("signup", "password")),
        *(("invitation", "digest__startswith"), ("apitoken", "digest__contains"), ("apitoken", "user__password__gt")),
    ],
)
def test_nobody_finds_a_secret_out_letter_by_letter(administrator: User, name: str, lookup: str) -> None:
    User.objects.create_user("waiting", password=PASSWORD, awaits_approval=True, is_active=False)
    browser = browser_of(administrator)
    assert browser.get(f"/admin/accounts/{name}/?{lookup}=m").status_code == 400
    assert browser.get(f"/admin/accounts/{name}/").status_code == 200
