"""Profile pictures: a clean square in two sizes, changed as a whole or not at all."""

import errno
import io
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections
from django.test import Client
from PIL import Image
from PIL.Image import Transpose

from accounts.models import User
from photos.tests import images_made as made
from photos.tests.interrupting import interrupted, repair, survives
from photos.tests.portraying import CALL, SIZES, assert_whole, names_of, near, pixels_of, plain, send, urls_of
from photos.tests.seeing import broken_pictures, post_photo, signed_bytes, size_of
from tests.cast import browser_of, files_stored, jpeg, upload_file

pytestmark = pytest.mark.django_db

BROKEN = broken_pictures()


# --- What is shown ----------------------------------------------------------------------------------------------


def test_a_picture_is_shown_as_a_square_in_two_sizes(owner: User) -> None:
    answer = send(owner, jpeg(1200, 900))
    assert answer.status_code == 200
    me = answer.json()
    assert (me["id"], me["username"], me["email"]) == (owner.pk, "owner", None)
    urls = {"full": me["profilePic"], "thumb": me["profileThumb"]}
    assert urls == urls_of(owner)
    assert {size: size_of(signed_bytes(url)) for size, url in urls.items()} == {"full": (512, 512), "thumb": (96, 96)}
    assert files_stored() == names_of(owner)


@pytest.mark.parametrize("size", [(60, 40), (40, 60), (96, 95), (1, 1), (2000, 2)], ids=str)
def test_a_small_picture_is_not_blown_up(owner: User, size: tuple[int, int]) -> None:
    assert send(owner, jpeg(*size)).status_code == 200
    for name, largest in SIZES.items():
        width, height = pixels_of(owner, name).size
        assert width == height <= min(*size, largest)


def test_the_middle_is_shown(owner: User) -> None:
    for size, second in (((900, 300), (300, 0)), ((300, 900), (0, 300))):
        picture = made.plain(made.RED, size)
        picture.paste(made.GREEN, (*second, second[0] + 300, second[1] + 300))
        send(owner, made.saved(picture, "PNG"))
        shown = pixels_of(owner)
        assert shown.size == (300, 300)
        assert all(near(shown.getpixel(corner), made.GREEN) for corner in ((8, 8), (291, 8), (8, 291), (291, 291)))


def assert_upright(user: User) -> None:
    """Expect the four quarters where they belong."""
    shown = pixels_of(user)
    corners = {(4, 4): made.RED, (59, 4): made.GREEN, (4, 59): made.BLUE, (59, 59): made.WHITE}
    assert shown.size == (64, 64)
    assert all(near(shown.getpixel(corner), colour) for corner, colour in corners.items())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(owner: User, orientation: int) -> None:
    stored = made.quarters()
    if orientation in made.STORED_FOR:
        stored = stored.transpose(Transpose(made.STORED_FOR[orientation]))
    send(owner, made.saved(stored, "JPEG", quality=95, exif=made.exif(orientation)))
    assert_upright(owner)


def test_nothing_but_pixels_is_kept(owner: User) -> None:
    planted = made.saved(
        made.quarters(), "JPEG", exif=made.exif(1), icc_profile=made.profile(), comment=made.PLANTED, xmp=made.PLANTED
    )
    send(owner, planted + made.PLANTED)
    for size in SIZES:
        content = signed_bytes(urls_of(owner)[size])
        assert made.PLANTED not in content
        assert content.endswith(b"\xff\xd9")
        shown = pixels_of(owner, size)
        assert dict(shown.getexif()) == {}
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(shown.info)


@pytest.mark.parametrize("kind", made.FORMATS)
def test_every_format_that_can_be_uploaded_can_be_a_portrait(owner: User, kind: str) -> None:
    assert send(owner, made.saved(made.plain(), kind)).status_code == 200
    assert_whole(owner, made.RED)


MODES = {
    "transparent": (made.saved(Image.new("RGBA", (90, 60), (*made.RED, 0)), "PNG"), made.WHITE),
    "half transparent": (made.saved(Image.new("RGBA", (90, 60), (0, 0, 0, 128)), "WEBP"), (127, 127, 127)),
    "palette": (made.saved(made.plain().quantize(4), "PNG"), made.RED),
    "palette gif": (made.saved(made.plain().quantize(4), "GIF"), made.RED),
    "cmyk": (made.saved(Image.new("CMYK", (90, 60), (0, 0, 0, 0)), "JPEG"), made.WHITE),
    "grey": (made.saved(Image.new("L", (90, 60), 128), "JPEG"), (128, 128, 128)),
    "16 bit grey": (made.saved(Image.new("I;16", (90, 60), 32768), "PNG"), (128, 128, 128)),
    "animation": (made.animation("GIF"), made.RED),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixels_comes_out_in_its_colours(owner: User, mode: str) -> None:
    content, colour = MODES[mode]
    assert send(owner, content).status_code == 200
    assert_whole(owner, colour)


# --- What is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*BROKEN, "many scans"])
def test_what_is_no_whole_picture_is_refused_and_nothing_changes(owner: User, kind: str) -> None:
    send(owner, plain(made.GREEN))
    before = urls_of(owner), files_stored()
    answer = send(owner, BROKEN.get(kind) if kind in BROKEN else made.many_scans(100))
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert (urls_of(owner), files_stored()) == before
    assert_whole(owner, made.GREEN)


@pytest.mark.parametrize(
    "fields", [{}, {"photo": "no file"}, {"picture": upload_file()}], ids=["none", "text", "other"]
)
def test_a_call_without_a_file_is_refused(owner: User, fields: dict[str, Any]) -> None:
    answer = browser_of(owner).post(CALL, fields)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["photo"]
    assert files_stored() == []


def test_a_picture_above_the_limit_is_too_large(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(jpeg()) - 1
    answer = send(owner)
    assert answer.status_code == 413
    assert list(answer.json()["fields"]) == ["photo"]
    assert files_stored() == []


def test_pictures_count_among_the_uploads_of_the_hour(owner: User, settings: Any) -> None:
    settings.HOURLY_LIMITS = {**settings.HOURLY_LIMITS, "uploads": 2}
    assert post_photo(browser_of(owner)).status_code == 201
    assert send(owner).status_code == 200
    before = files_stored()
    answer = send(owner)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert files_stored() == before


def test_a_visitor_sets_and_removes_nothing(owner: User) -> None:
    send(owner)
    before = files_stored()
    for answer in (send(Client()), Client().delete(CALL)):
        assert answer.status_code == 401
    assert files_stored() == before


# --- Changing and removing --------------------------------------------------------------------------------------


def test_a_new_picture_has_new_addresses_and_the_old_files_go(owner: User) -> None:
    send(owner, plain(made.RED))
    old_urls, old_files = urls_of(owner), files_stored()
    send(owner, plain(made.GREEN))
    assert not set(urls_of(owner).values()) & set(old_urls.values())
    assert not set(files_stored()) & set(old_files)
    assert files_stored() == names_of(owner)
    assert_whole(owner, made.GREEN)


def test_a_picture_is_removed_with_its_files(owner: User) -> None:
    send(owner)
    answer = browser_of(owner).delete(CALL)
    assert (answer.status_code, answer.content) == (204, b"")
    assert urls_of(owner) == {"full": None, "thumb": None}
    assert files_stored() == []
    assert browser_of(owner).delete(CALL).status_code == 204


def test_one_persons_picture_is_nobody_elses(owner: User, stranger: User) -> None:
    send(owner, plain(made.RED))
    send(stranger, plain(made.GREEN))
    browser_of(stranger).delete(CALL)
    assert files_stored() == names_of(owner)
    assert_whole(owner, made.RED)


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_picture_stays_with_its_two_files(owner: User) -> None:
    start = Barrier(4)

    def setting(colour: tuple[int, ...]) -> int:
        browser = browser_of(owner)
        start.wait(20)
        try:
            return int(send(browser, plain(colour)).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(setting, [made.RED, made.GREEN, made.BLUE, made.BLACK]))
    assert statuses == [200] * 4
    assert files_stored() == names_of(owner)
    assert {pixels_of(owner, size).size for size in SIZES} == {(64, 64)}


# --- Faults -----------------------------------------------------------------------------------------------------


def test_a_process_that_dies_at_any_write_leaves_the_old_picture_or_the_new_one(owner: User) -> None:
    for writes in count():
        send(owner, plain(made.RED))
        survived = survives(lambda: send(owner, plain(made.GREEN)), writes=writes)
        # Two files are written before the account names them, two are removed after.
        assert_whole(owner, made.GREEN if writes >= 2 else made.RED)
        repair()
        assert files_stored() == names_of(owner)
        assert_whole(owner, made.GREEN if writes >= 2 else made.RED)
        if survived:
            break
    assert writes == 4


def test_a_full_disk_leaves_the_old_picture(owner: User) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    send(owner, plain(made.RED))
    for passing in (0, 1):
        with interrupted(after=passing, by=full, once=True):
            assert send(owner, plain(made.GREEN)).status_code == 503
        assert_whole(owner, made.RED)


def test_who_is_gone_in_this_moment_leaves_no_files(owner: User) -> None:
    with interrupted(after=1, by=lambda: User.objects.filter(pk=owner.pk).delete(), once=True):
        assert send(owner).status_code == 409
    assert files_stored() == []


def check(*arguments: str) -> tuple[int, str]:
    """Run the integrity check; answer its exit status and what it said."""
    said = io.StringIO()
    try:
        call_command("check_integrity", *arguments, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def test_files_that_are_nobodys_are_found_and_removed_when_they_are_old(owner: User) -> None:
    send(owner)
    orphan = f"avatars/{'0' * 24}_full.jpg"
    default_storage.save(orphan, ContentFile(jpeg()))
    assert check("--repair") == (0, "Nothing is half done.\n")
    assert orphan in files_stored()
    assert check("--older-than", "0") == (1, f"file {orphan}: nobody's profile picture\n")
    assert check("--older-than", "0", "--repair") == (0, f"file {orphan}: removed\n")
    assert files_stored() == names_of(owner)
    assert check("--older-than", "0") == (0, "Nothing is half done.\n")
