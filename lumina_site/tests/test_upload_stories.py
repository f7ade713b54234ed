"""Direct uploads on S3 as they run: a site, a bucket that tells a queue, consumers that die, and a Lambda function."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from core.tests.running import MB, ROOT, wait_for
from lumina_site.tests.uploading import Uploads
from photos.tests.images_made import slow
from photos.tests.test_upload_events import event
from tests.cast import files_stored, jpeg

pytestmark = [
    pytest.mark.s3,
    pytest.mark.skipif(settings.STORAGE_BACKEND != "s3", reason="needs the lane with MiniStack"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, stores: None) -> Iterator[Uploads]:  # noqa: ARG001
    """Run a site on S3."""
    uploads = Uploads(tmp_path_factory.mktemp("uploads"))
    yield uploads
    uploads.close()


@pytest.fixture
def uploads(running: Uploads) -> Iterator[Uploads]:
    """Have its bucket tell its queue."""
    with running.told():
        yield running


def published(uploads: Uploads, photo_id: str) -> bool:
    """Say whether a photo is up, whole, and the bucket tidy."""
    if uploads.status(photo_id) != "approved":
        return False
    assert [photo["id"] for photo in uploads.ask("GET", "/api/photos")[1]].count(photo_id) == 1
    assert len([name for name in files_stored() if photo_id in name]) == 6
    assert f"incoming/{photo_id}" not in files_stored()
    return True


def test_the_bytes_go_to_the_bucket_and_a_consumer_publishes_them(uploads: Uploads) -> None:
    picture = jpeg(640, 480) + b"\0" * (3 * MB)
    before = uploads.counted()
    photo_id = uploads.sent(picture)
    assert uploads.status(photo_id) == "awaiting"
    wait_for(lambda: uploads.letters()[0])
    assert f"photo {photo_id}: approved" in uploads.consumed()
    assert published(uploads, photo_id)
    status, photo = uploads.complete(photo_id)
    assert (status, photo["title"], photo["file_size"]) == (200, "Beach", len(picture))
    assert uploads.counted() - before < 10_000
    # What is counted is what it is said to be.
    assert uploads.through_the_site(picture) == 201
    assert uploads.counted() - before > 3 * MB


def test_the_client_may_come_first_and_the_event_twice(uploads: Uploads) -> None:
    photo_id = uploads.sent()
    status, photo = uploads.complete(photo_id)
    assert (status, photo["status"]) == (200, "approved")
    wait_for(lambda: uploads.letters()[0])
    for _ in range(2):
        uploads.put(event(f"incoming/{photo_id}"))
    assert uploads.consumed().count(f"photo {photo_id}: approved") == 3
    assert published(uploads, photo_id)
    assert uploads.complete(photo_id) == (200, photo)
    assert uploads.letters() == uploads.letters(uploads.failed) == (0, 0)


def test_a_consumer_that_stays_needs_nobody_s_word(uploads: Uploads) -> None:
    with uploads.consumer() as process:
        ids = [uploads.sent(), uploads.sent(b"this is no picture"), uploads.sent()]
        wait_for(lambda: uploads.status(ids[2]) == "approved" and uploads.status(ids[1]) == "failed")
        wait_for(lambda: uploads.status(ids[0]) == "approved")
        wait_for(lambda: uploads.letters() == (0, 0))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def taken_out(uploads: Uploads) -> None:
    """Wait until a consumer is in the midst of a photo."""
    wait_for(lambda: uploads.letters()[1])
    time.sleep(0.3)


def test_what_a_killed_consumer_leaves_is_finished_by_the_next_one(uploads: Uploads) -> None:
    photo_id = uploads.sent(slow())
    with uploads.consumer("--visibility", "3") as process:
        taken_out(uploads)
        process.kill()
        process.wait()
    assert uploads.status(photo_id) in {"awaiting", "processing"}
    assert uploads.letters()[1] == 1
    with uploads.consumer():
        wait_for(lambda: uploads.status(photo_id) == "approved")
        wait_for(lambda: uploads.letters() == (0, 0))
    assert published(uploads, photo_id)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_consumer_that_is_stopped_finishes_its_photo_and_gives_the_others_back(
    uploads: Uploads, stop: signal.Signals
) -> None:
    first = uploads.sent(slow())
    others = [uploads.sent() for _ in range(3)]
    wait_for(lambda: uploads.letters()[0] == 4)
    with uploads.consumer() as process:
        taken_out(uploads)
        process.send_signal(stop)
        assert process.wait(20) == 0
    assert uploads.status(first) == "approved"
    assert uploads.letters() == (3, 0)
    assert [uploads.status(photo_id) for photo_id in others] == ["awaiting"] * 3
    uploads.consumed()
    assert all(published(uploads, photo_id) for photo_id in (first, *others))


def test_poison_is_put_aside_and_stops_nobody(uploads: Uploads) -> None:
    uploads.put("this is no event")
    photo_id = uploads.sent()
    said = uploads.consumed("--visibility", "0")
    assert f"photo {photo_id}: approved" in said
    assert said.count("left in the queue: JSONDecodeError") == 5
    assert uploads.letters() == (0, 0)
    assert uploads.letters(uploads.failed) == (1, 0)


def test_what_is_not_ours_is_dropped_with_a_line(uploads: Uploads) -> None:
    uploads.put(event("incoming/nonsense"))
    uploads.put(event("photos/x.jpg", bucket="somebody-elses"))
    uploads.put({"Event": "something else"})
    assert uploads.consumed().count("ignored: ") == 3
    assert uploads.letters() == uploads.letters(uploads.failed) == (0, 0)


def test_a_photo_that_was_deleted_meanwhile_leaves_nothing(uploads: Uploads) -> None:
    given = uploads.ticket(jpeg())
    photo_id = uploads.sent()
    for deleted in (photo_id, given["photoId"]):
        assert uploads.ask("DELETE", f"/api/photos/{deleted}")[0] == 204
    uploads.s3.put_object(Bucket=settings.S3_BUCKET, Key=f"incoming/{given['photoId']}", Body=jpeg())
    wait_for(lambda: uploads.letters()[0] == 2)
    assert uploads.consumed().count(": deleted") == 2
    assert files_stored() == []


def invoked(uploads: Uploads, *events: object) -> list[Any]:
    """Invoke the Lambda function in a process that has never heard of Django, and answer its answers."""
    program = (
        "import json, runpy, sys\n"
        f"handler = runpy.run_path({str(ROOT / 'deploy/lambda/thumbnail.py')!r})['handler']\n"
        "print(json.dumps([handler(event, None) for event in json.load(sys.stdin)]))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        input=json.dumps(events).encode(),
        env={**os.environ, **uploads.site.world, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    answers: list[Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return answers


def test_the_lambda_function_does_the_same(uploads: Uploads) -> None:
    early, late = uploads.sent(), uploads.sent()
    assert uploads.complete(late)[0] == 200
    told = [event(f"incoming/{early}"), event(f"incoming/{early}"), event(f"incoming/{late}")]
    assert invoked(uploads, *told) == [{}, {}, {}]
    assert published(uploads, early)
    assert published(uploads, late)
    assert uploads.complete(early)[0] == 200
