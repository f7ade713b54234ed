"""What the image work refuses, what it forgives, and how the decode processes stand hostile files."""

import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import Unavailable
from photos.images import Made, Pool, UnreadableImage, make_renditions
from photos.tests import images_made as made_up

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def one_process() -> Iterator[Pool]:
    """Return a pool of a single process, so that two files surely meet the same one."""
    with Pool(processes=1, seconds_to_wait=0.1) as pool:
        yield pool


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    return written(tmp_path, made_up.saved(made_up.quarters(), "JPEG"), "honest")


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    return written(tmp_path, made_up.slow(), "slow")


def written(folder: Path, content: bytes, name: str = "upload.jpg") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(UnreadableImage) as caught:
        make_renditions(written(folder, content))
    return caught.value.message


@pytest.mark.parametrize(
    "start",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script>",
        b"8BPS\0\1",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"PK\x03\x04",
        b"BM\0\0\0\0",
        b"\0\0\0\x18ftypmp42",
        b"RIFF\0\0\0\0WAVE",
        b"hello",
    ],
)
def test_what_is_not_on_the_list_is_refused_whatever_its_name(tmp_path: Path, start: bytes) -> None:
    assert "not a picture that Lumina can read" in refusal(tmp_path, start + bytes(500))


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM", "JPEG2000", "EPS", "PDF"])
def test_a_whole_picture_of_another_format_is_refused(tmp_path: Path, kind: str) -> None:
    assert "not a picture that Lumina can read" in refusal(tmp_path, made_up.saved(made_up.quarters(), kind))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty" in refusal(tmp_path, b"")


@pytest.mark.parametrize("kind", made_up.FORMATS)
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_cut_picture_is_refused(tmp_path: Path, kind: str, part: float) -> None:
    content = made_up.saved(made_up.noise(), kind)
    assert "damaged" in refusal(tmp_path, content[: int(len(content) * part)])


@pytest.mark.parametrize("kind", made_up.FORMATS)
def test_a_mere_beginning_is_refused(tmp_path: Path, kind: str) -> None:
    assert "damaged" in refusal(tmp_path, made_up.saved(made_up.noise(), kind)[:32])


def test_a_scan_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    bomb = written(tmp_path, made_up.many_scans(1000, (2000, 2000)))
    begun = time.monotonic()
    with pytest.raises(UnreadableImage, match="too many passes"):
        make_renditions(bomb)
    assert time.monotonic() - begun < 1


def test_scan_markers_after_the_end_are_not_counted(tmp_path: Path) -> None:
    film_behind_it = made_up.saved(made_up.quarters(), "JPEG", progressive=True) + b"\0\xff\xda" * 500
    assert make_renditions(written(tmp_path, film_behind_it)).width == 96


def test_too_many_pixels_are_refused(tmp_path: Path) -> None:
    assert "too many pixels" in refusal(tmp_path, made_up.huge_png(13_000))
    assert "too many pixels" in refusal(tmp_path, made_up.huge_png(7_100))


def test_a_large_picture_within_the_limit_is_made(tmp_path: Path) -> None:
    assert make_renditions(written(tmp_path, made_up.huge_png(7_000))).width == 7_000


@pytest.mark.parametrize(("side", "progressive"), [(14_200, False), (10_100, True)])
def test_a_jpeg_has_limits_of_its_own(tmp_path: Path, side: int, progressive: bool) -> None:  # noqa: FBT001
    jpeg = made_up.saved(made_up.plain(size=(16, 16)), "JPEG", progressive=progressive)
    frame = jpeg.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    content = jpeg[:frame] + side.to_bytes(2) * 2 + jpeg[frame + 4 :]
    assert "too many pixels" in refusal(tmp_path, content)


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP"])
def test_text_or_profile_that_unpacks_to_over_a_megabyte_is_refused(tmp_path: Path, name: bytes) -> None:
    bomb = b"n\0\0" + zlib.compress(bytes(3_000_000))
    assert "1 MB" in refusal(tmp_path, made_up.with_chunk(made_up.saved(made_up.quarters(), "PNG"), name, bomb))


JPEG = made_up.saved(made_up.quarters(), "JPEG")
PNG = made_up.saved(made_up.quarters(), "PNG")


@pytest.mark.parametrize(
    "content",
    [
        made_up.with_segment(JPEG, 0xE1, b"Exif\0\0garbage"),
        made_up.with_segment(JPEG, 0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff"),
        made_up.with_segment(JPEG, 0xE2, b"ICC_PROFILE\0"),
        made_up.with_segment(JPEG, 0xE2, b"ICC_PROFILE\0\1\1garbage"),
        made_up.with_segment(JPEG, 0xE2, b"MPF\0garbage"),
        made_up.with_segment(JPEG, 0xED, b"Photoshop 3.0\x008BIM\4\4"),
        made_up.with_chunk(PNG, b"eXIf", b"garbage"),
        made_up.with_chunk(PNG, b"iCCP", b"garbage"),
        made_up.with_chunk(PNG, b"iCCP", b"n\0\0garbage"),
        made_up.saved(made_up.quarters(), "WEBP", exif=b"garbage", icc_profile=b"garbage"),
        made_up.saved(made_up.quarters(), "HEIF", exif=b"garbage", icc_profile=b"garbage"),
        made_up.saved(made_up.quarters(), "AVIF", exif=made_up.exif()).replace(b"MM\0*", b"garb"),
    ],
)
def test_unreadable_metadata_alone_is_forgiven(tmp_path: Path, content: bytes) -> None:
    assert make_renditions(written(tmp_path, content)).width == 96


def test_a_picture_that_takes_too_long_is_given_up(one_process: Pool, slow: Path, honest: Path) -> None:
    one_process.make_renditions(honest)
    before = one_process.pids()
    with pytest.raises(UnreadableImage, match="too long"):
        one_process.make_renditions(slow, seconds=0.1)
    assert not _alive(before[0])
    assert one_process.make_renditions(honest).width == 96
    assert one_process.pids() != before


@pytest.mark.parametrize(
    ("how", "words"), [(signal.SIGSEGV, "damaged"), (signal.SIGKILL, "memory"), (signal.SIGXCPU, "too long")]
)
def test_a_process_that_dies_takes_only_its_own_file_along(
    one_process: Pool, slow: Path, honest: Path, how: signal.Signals, words: str
) -> None:
    one_process.make_renditions(honest)
    with ThreadPoolExecutor() as threads:
        at_work = threads.submit(one_process.make_renditions, slow)
        time.sleep(0.1)
        os.kill(one_process.pids()[0], how)
        with pytest.raises(UnreadableImage, match=words):
            at_work.result()
    assert one_process.make_renditions(honest).width == 96


def test_an_idle_process_that_dies_is_replaced(one_process: Pool, honest: Path) -> None:
    one_process.make_renditions(honest)
    os.kill(one_process.pids()[0], signal.SIGKILL)
    time.sleep(0.1)
    assert one_process.make_renditions(honest).width == 96


def test_whoever_waits_too_long_for_a_process_is_told_to_come_back(one_process: Pool, slow: Path, honest: Path) -> None:
    one_process.make_renditions(honest)
    busy = threading.Thread(target=one_process.make_renditions, args=[slow])
    busy.start()
    time.sleep(0.05)
    with pytest.raises(Unavailable) as caught:
        one_process.make_renditions(honest)
    assert caught.value.retry_after
    busy.join()


def test_a_process_is_replaced_after_its_share_of_files(honest: Path) -> None:
    with Pool(processes=1, files_per_process=2) as pool:
        seen = [pool.pids() for _ in range(4) if pool.make_renditions(honest)]
    # After the first and the third file a process waits, after the second and the fourth none does.
    assert [len(pids) for pids in seen] == [1, 0, 1, 0]
    assert seen[0] != seen[2]


def test_eight_threads_at_once_each_get_their_own_picture(tmp_path: Path) -> None:
    paths = [written(tmp_path, made_up.saved(made_up.noise((300 + n, 200)), "JPEG"), str(n)) for n in range(24)]
    with ThreadPoolExecutor(8) as threads:
        results: list[Made] = list(threads.map(make_renditions, paths))
    assert [made.width for made in results] == list(range(300, 324))


def test_the_processes_end_with_a_site_that_was_killed(honest: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from photos.images import Pool; pool = Pool();"
        "pool.make_renditions(Path(sys.argv[1])); print(*pool.pids(), flush=True); time.sleep(60)"
    )
    site = subprocess.Popen([sys.executable, "-c", program, honest], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert site.stdout
    with site, site.stdout as output:
        pid = int(output.readline())
        assert _alive(pid)
        site.kill()
    deadline = time.monotonic() + 5
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(pid)


def test_the_site_loads_no_decoder_and_a_decode_process_no_django() -> None:
    for module, absent in (("photos.images", "PIL"), ("photos.images.child", "django")):
        program = f"import sys, {module}; sys.exit({absent!r} in sys.modules)"
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
