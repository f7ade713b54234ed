"""The AWS Lambda function that makes photos of what came straight to S3: `handler` of this file.

It does what `manage.py consume_uploads` does; run one of the two. The bucket invokes it itself (ObjectCreated below
`incoming/`), or an SQS queue of such events does, with ReportBatchItemFailures switched on.

Environment: the site's own variables (README: Variables), at least SECRET_KEY (the site's own), STORAGE_BACKEND=s3,
S3_BUCKET, DB_HOST with DB_USER, DB_PASSWORD and DB_NAME, REDIS_URL if the site has one, DATA_DIR=/tmp/lumina, and
CELERY_BROKER_URL when workers fill the feeds. AWS_REGION is set by Lambda. The role needs GetObject, PutObject and
DeleteObject on the bucket and the site's rights on its tables. Package: the project with requirements/base.txt and
requirements/mysql.txt, this file at its top. 1,536 MB of memory (a decode process takes up to 1 GB), 90 s of time;
a queue in front of it wants a visibility timeout of 540 s, six times as long.
"""

import functools
import json
import os
from typing import Any

Event = dict[str, Any]


def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- the signature is Lambda's
    """Publish the photos that an event tells of.

    From a queue, the answer names the messages that have to come again; from S3 itself, a failure is raised, so that
    Lambda tries again.
    """
    _set_up()
    records = event.get("Records", [])
    if any(record.get("eventSource") == "aws:sqs" for record in records):
        return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in records if not _is_done(r)]}
    _handle(event)
    return {}


def _is_done(message: Event) -> bool:
    try:
        _handle(json.loads(message["body"]))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the other messages may be good ones
        print(f"left in the queue: {type(error).__name__}: {error}")  # noqa: T201 -- Lambda's log
        return False
    return True


def _handle(event: Event) -> None:
    from django.db import close_old_connections  # noqa: PLC0415 -- Django is there once it is set up

    from photos.services import handle_event  # noqa: PLC0415 -- the same

    # Lambda freezes the process between two events, for longer than connections live.
    close_old_connections()
    for line in handle_event(event):
        print(line)  # noqa: T201 -- Lambda's log


@functools.cache
def _set_up() -> None:
    """Set Django up at the first event, which keeps it for those after."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumina_site.settings")
    import django  # noqa: PLC0415 -- not before the line above

    django.setup()
