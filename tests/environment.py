"""The world that a test process lives in, made before Django reads its settings: own folder, own DynamoDB, own names.

Loaded by pytest with `-p` (pyproject.toml), once in each process. Which real services join is said by the lane
(tests/__main__.py) through the site's own variables; without any this is SQLite, Dynoxide in memory and the disk.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from tests.servers import dynoxide, end_gently_on_sigterm

end_gently_on_sigterm()
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
# With xdist the first process only hands out tests; its world is used for collecting them.
DATA_DIR = Path(tempfile.mkdtemp(prefix="lumina-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
(DATA_DIR / "static").mkdir()

os.environ |= {
    "DATA_DIR": str(DATA_DIR),
    "SECRET_KEY": secrets.token_urlsafe(40),
    "DEBUG": "off",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    # botocore would ask the machine's metadata service for credentials otherwise.
    "AWS_EC2_METADATA_DISABLED": "true",
    "DYNAMODB_PHOTOS_TABLE": f"lumina_photos_{WORKER or 'main'}",
    "DYNAMODB_COMMENTS_TABLE": f"lumina_comments_{WORKER or 'main'}",
    "DYNAMODB_MESSAGES_TABLE": f"lumina_messages_{WORKER or 'main'}",
    "DYNAMODB_ACTIVITY_TABLE": f"lumina_activity_{WORKER or 'main'}",
}
# xdist's processes inherit what the first one has set, so that each starts from what the lane said.
lane_bucket = os.environ.setdefault("LANE_S3_BUCKET", os.environ.get("S3_BUCKET", ""))
lane_redis = os.environ.setdefault("LANE_REDIS_URL", os.environ.get("REDIS_URL", ""))
if lane_bucket:
    os.environ["S3_BUCKET"] = f"{lane_bucket}-{WORKER or 'main'}"
if lane_redis:
    # Redis has 16 databases; each process takes one of its own.
    os.environ["REDIS_URL"] = f"{lane_redis}/{int(WORKER.removeprefix('gw') or 0) % 15 + 1}"
if not os.environ.get("DYNAMODB_ENDPOINT_URL"):
    os.environ["DYNAMODB_ENDPOINT_URL"] = dynoxide()
