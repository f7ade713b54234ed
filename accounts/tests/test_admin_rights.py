"""What staff may do to people who are no superusers themselves: to members much, to staff and to rights nothing."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from accounts import services
from accounts.models import User, may_moderate
from accounts.tests.calls import act, log_in, staff_with
from accounts.tests.test_admin import edit
from tests.cast import PASSWORD, browser_of, person

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"
EVERYTHING = ("accounts.view_user", "accounts.add_user", "accounts.change_user", "accounts.delete_user")


@pytest.fixture
def keeper(db: None) -> User:  # noqa: ARG001
    """Make somebody who keeps the accounts, and is no superuser."""
    return staff_with("keeper", *EVERYTHING)


@pytest.fixture
def administrator(db: None) -> User:  # noqa: ARG001
    """Make somebody who appoints moderators."""
    return staff_with("administrator", "accounts.view_user", "accounts.change_user", "accounts.appoint_moderator")


@pytest.fixture
def moderators(db: None) -> Group:  # noqa: ARG001
    """Make the group."""
    return Group.objects.get_or_create(name=services.MODERATORS)[0]


@pytest.fixture(params=["staff", "superuser"])
def trusted(request: pytest.FixtureRequest) -> User:
    """Make somebody whom only superusers may touch."""
    made = {"staff": lambda: staff_with("trusted"), "superuser": lambda: User.objects.create_superuser("trusted")}
    user = made[request.param]()
    user.set_password(PASSWORD)
    user.save()
    return user


def stored(user: User) -> dict[str, Any]:
    """Read the row as it is."""
    return dict(User.objects.filter(pk=user.pk).values().get())


def test_staff_edit_a_member_but_give_no_rights(keeper: User, owner: User, moderators: Group) -> None:
    forged = {"is_staff": "on", "is_superuser": "on", "groups": str(moderators.pk), "user_permissions": "1"}
    answer = edit(browser_of(keeper), owner, bio="Changed by staff", **forged)
    assert answer.status_code == 302
    owner.refresh_from_db()
    assert (owner.bio, owner.is_staff, owner.is_superuser) == ("Changed by staff", False, False)
    assert not owner.groups.exists()
    assert not owner.user_permissions.exists()
    page = browser_of(keeper).get(f"{PEOPLE}{owner.pk}/change/").text
    for name in ("is_staff", "is_superuser", "groups", "user_permissions"):
        assert f'name="{name}"' not in page


def test_staff_make_themselves_nothing_more(keeper: User) -> None:
    edit(browser_of(keeper), keeper, bio="Me", is_staff="on", is_superuser="on")
    keeper.refresh_from_db()
    assert (keeper.bio, keeper.is_superuser) == ("Me", False)


def test_staff_add_members_only(keeper: User) -> None:
    fields = {"username": "added", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    browser_of(keeper).post(f"{PEOPLE}add/", {**fields, "is_staff": "on", "is_superuser": "on"})
    added = User.objects.get(username="added")
    assert (added.is_staff, added.is_superuser, added.is_active) == (False, False, True)


def test_staff_change_nothing_of_other_staff(keeper: User, trusted: User) -> None:
    browser, before = browser_of(keeper), stored(trusted)
    page = browser.get(f"{PEOPLE}{trusted.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert "md5" not in page.text
    edit(browser, trusted, bio="Changed", email="other@example.org", is_active="")
    assert browser.get(f"{PEOPLE}{trusted.pk}/password/").status_code == 403
    new = {"password1": "another good sentence", "password2": "another good sentence", "usable_password": "true"}
    assert browser.post(f"{PEOPLE}{trusted.pk}/password/", new).status_code == 403
    assert browser.post(f"{PEOPLE}{trusted.pk}/delete/", {"post": "yes"}).status_code == 403
    act(browser, PEOPLE, "delete_selected", trusted.pk, post="yes")
    assert stored(trusted) == before
    assert log_in("trusted").status_code == 200


def test_a_member_gets_a_new_password_and_may_be_deleted(keeper: User, owner: User) -> None:
    browser = browser_of(keeper)
    new = {"password1": "another good sentence", "password2": "another good sentence", "usable_password": "true"}
    assert browser.post(f"{PEOPLE}{owner.pk}/password/", new).status_code == 302
    assert log_in("owner", "another good sentence").status_code == 200
    assert browser.post(f"{PEOPLE}{owner.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=owner.pk).exists()


def test_who_may_only_look_sees_no_password_and_changes_nothing(owner: User) -> None:
    browser, before = browser_of(staff_with("reader", "accounts.view_user")), stored(owner)
    page = browser.get(f"{PEOPLE}{owner.pk}/change/").text
    assert "owner" in page
    assert "md5" not in page
    assert edit(browser, owner, bio="Changed").status_code == 403
    assert stored(owner) == before


def test_switching_off_and_on_ends_no_suspension(keeper: User, owner: User) -> None:
    browser = browser_of(keeper)
    edit(browser, owner, is_active="")
    assert User.objects.get(pk=owner.pk).standing == "switched_off"
    edit(browser, owner, is_active="on")
    assert log_in("owner").status_code == 200
    services.close_account(user_id=owner.pk, now=owner.created_at)
    edit(browser, owner, is_active="on")
    owner.refresh_from_db()
    assert (owner.standing, owner.is_active) == ("closed", False)
    assert 'name="is_active"' not in browser.get(f"{PEOPLE}{owner.pk}/change/").text


def test_standing_is_shown_and_filtered(superuser: User, owner: User, stranger: User) -> None:
    browser = browser_of(superuser)
    services.close_account(user_id=owner.pk, now=owner.created_at)
    services.limit(user_id=stranger.pk)
    found = {
        word: [user.username for user in browser.get(PEOPLE, {"standing": word}).context["cl"].result_list]
        for word in ("active", "closed", "suspended", "waiting", "switched_off", "nonsense")
    }
    assert sorted(found.pop("nonsense")) == ["owner", "stranger", "superuser"]
    assert (sorted(found.pop("active")), found.pop("closed")) == (["stranger", "superuser"], ["owner"])
    assert not any(found.values())
    assert [*browser.get(PEOPLE, {"is_limited__exact": "1"}).context["cl"].result_list] == [stranger]


def test_an_administrator_appoints_and_dismisses_after_being_asked(
    administrator: User, owner: User, moderators: Group
) -> None:
    browser = browser_of(administrator)
    asked = act(browser, PEOPLE, "appoint", owner.pk).text
    assert "decide about what others report" in asked
    assert ">owner</a>" in asked
    assert not User.objects.get(pk=owner.pk).is_staff
    done = act(browser, PEOPLE, "appoint", owner.pk, confirmed="yes").text
    assert "1 person was given the rights of a moderator." in done
    owner.refresh_from_db()
    assert owner.is_staff
    assert list(owner.groups.all()) == [moderators]
    assert not services.appoint_moderator(actor=administrator, user_id=owner.pk)
    # The same on the person's own page.
    page = f"{PEOPLE}{owner.pk}/change/"
    assert "Dismiss as moderator</button>" in browser.get(page).text
    done = act(browser, PEOPLE, "dismiss", owner.pk, confirmed="yes", on_page="1")
    assert "1 person was relieved of the rights of a moderator." in done.text
    assert done.redirect_chain[-1][0] == page
    owner.refresh_from_db()
    assert (owner.is_staff, owner.groups.exists()) == (False, False)
    assert [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")] == [
        "Appointed as a moderator.",
        "Dismissed as a moderator.",
    ]


def test_nobody_appoints_themselves_or_dismisses_a_superuser(
    administrator: User, superuser: User, moderators: Group
) -> None:
    superuser.groups.add(moderators)
    browser = browser_of(administrator)
    assert "This is you." in act(browser, PEOPLE, "appoint", administrator.pk, confirmed="yes").text
    assert "This is a superuser." in act(browser, PEOPLE, "dismiss", superuser.pk, confirmed="yes").text
    assert not administrator.groups.exists()
    assert (User.objects.get(pk=superuser.pk).is_staff, superuser.groups.count()) == (True, 1)


def test_who_has_other_rights_stays_in_the_administration(administrator: User, moderators: Group) -> None:
    other = staff_with("other", "accounts.view_user")
    other.groups.add(moderators)
    assert services.dismiss_moderator(actor=administrator, user_id=other.pk)
    other.refresh_from_db()
    assert (other.is_staff, other.groups.exists()) == (True, False)


def test_without_the_group_the_action_says_so(administrator: User, owner: User) -> None:
    Group.objects.filter(name=services.MODERATORS).delete()
    page = act(browser_of(administrator), PEOPLE, "appoint", owner.pk, confirmed="yes")
    assert "There is no group Moderators" in page.text
    assert not User.objects.get(pk=owner.pk).is_staff


def test_without_the_right_nobody_appoints(keeper: User, owner: User, moderators: Group) -> None:
    browser = browser_of(keeper)
    assert 'value="appoint"' not in browser.get(PEOPLE).text
    act(browser, PEOPLE, "appoint", owner.pk, confirmed="yes")
    assert not User.objects.get(pk=owner.pk).is_staff
    assert not moderators.user_set.exists()


def test_who_is_kept_out_is_not_appointed(administrator: User, owner: User, moderators: Group) -> None:
    services.switch_off(user_id=owner.pk)
    page = act(browser_of(administrator), PEOPLE, "appoint", owner.pk, confirmed="yes")
    assert "This account is not active." in page.text
    assert not moderators.user_set.exists()


def test_asking_whether_a_member_moderates_costs_no_query(
    owner: User, moderator: User, django_assert_num_queries: Any
) -> None:
    assert may_moderate(moderator)
    with django_assert_num_queries(0):
        assert not may_moderate(owner)
    assert not may_moderate(staff_with("staff"))


def test_the_list_costs_few_queries_for_many(superuser: User, django_assert_max_num_queries: Any) -> None:
    browser = browser_of(superuser)
    for number in range(30):
        person(f"member{number}")
    with django_assert_max_num_queries(9):
        assert browser.get(PEOPLE).text.count("action-select") == 31
