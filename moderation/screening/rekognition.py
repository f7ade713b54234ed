"""Amazon Rekognition looks at a picture: three calls at once, one deadline, and whatever goes wrong approves nothing.

What its answers mean is said in answers.py.
"""

import functools
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Any

import boto3
from botocore.config import Config
from django.conf import settings

from core.deadline import seconds_left
from moderation.screening.answers import KEPT_CONFIDENCE, MOST_LABELS, finding_in
from moderation.screening.findings import Finding
from photos.models import rendition_name
from photos.screening import Picture, ScreeningFailed

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 1, 5, 2
# For all three calls with their second attempts, and what has to be left of the upload's time to store the verdict.
PATIENCE_SECONDS, RESERVE_SECONDS = 8.0, 2.0
CALLS = 3
# The limit of Image.Bytes: https://docs.aws.amazon.com/rekognition/latest/APIReference/API_Image.html
INLINE_BYTES = 5 * 1024 * 1024
# The largest that shows no more than is needed to judge, and what there is instead.
SIZES = ("large", "medium", "small", "thumb")
_making = threading.Lock()


def look(picture: Picture) -> Finding:
    """Ask what is to be seen and to be read in the picture, and what this site does not want of it.

    Raises ScreeningFailed when one of the answers does not come in time, is a refusal, or is none.
    """
    answers = _answers(_image(picture))
    try:
        return finding_in(*answers)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ScreeningFailed(f"Rekognition has answered something else: {error!r}") from error


def _image(picture: Picture) -> Mapping[str, Any]:
    """Choose what is sent: the bytes themselves, or where they lie when there are too many."""
    for size in SIZES:
        content = picture.files.get(size)
        if content and len(content) <= INLINE_BYTES:
            return {"Bytes": content}
        if content and settings.STORAGE_BACKEND == "s3":
            return {"S3Object": {"Bucket": settings.S3_BUCKET, "Name": rendition_name(picture.photo_id, size)}}
    raise ScreeningFailed("there is no rendition to look at")


def _answers(image: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Make the three calls, each in a thread: they answer moderation labels, labels and text."""
    pool = ThreadPoolExecutor(CALLS, thread_name_prefix="rekognition")
    hold: int = settings.REKOGNITION_HOLD_CONFIDENCE
    try:
        client = _client(settings.AWS_REGION, settings.REKOGNITION_ENDPOINT_URL)
        least = min(hold, KEPT_CONFIDENCE)
        calls = (
            pool.submit(client.detect_moderation_labels, Image=image, MinConfidence=hold),
            pool.submit(client.detect_labels, Image=image, MinConfidence=least, MaxLabels=MOST_LABELS),
            pool.submit(client.detect_text, Image=image),
        )
        done, late = wait(calls, timeout=_seconds(), return_when=FIRST_EXCEPTION)
        for call in done:
            call.result()
    except Exception as error:  # a malformed answer breaks botocore in many ways, none of which may approve a picture
        raise ScreeningFailed(f"Rekognition has failed: {error!r}") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if late:
        raise ScreeningFailed("Rekognition has not answered in time")
    return [call.result() for call in calls]


def _seconds() -> float:
    left = seconds_left()
    return PATIENCE_SECONDS if left is None else max(0.0, min(PATIENCE_SECONDS, left - RESERVE_SECONDS))


@functools.lru_cache(maxsize=4)
def _client(region: str, endpoint: str | None) -> Any:  # noqa: ANN401 -- boto3 makes its clients at run time
    patience = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=CALLS * settings.REQUEST_THREADS,
    )
    # Making clients is the one thing in boto3 that threads must not do at once.
    with _making:
        return boto3.session.Session().client("rekognition", region_name=region, endpoint_url=endpoint, config=patience)
