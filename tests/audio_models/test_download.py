"""Downloads from a server with the faults of real ones."""

import hashlib
import random

import pytest

from audio_models.download import Patience, download
from audio_models.errors import InstallError

CONTENT = random.Random(1).randbytes(1_000_000)
QUICK = Patience(timeout_s=2, attempts=3, pause_s=0.01)


@pytest.fixture
def partial(tmp_path):
    return tmp_path / "model.zip"


@pytest.fixture
def fetch(server, partial):
    server.content = CONTENT

    def run(most=2_000_000, **told):
        download(server.url, partial, most, patience=QUICK, **told)
        return partial.read_bytes()

    return run


def test_a_whole_file_with_progress(fetch):
    told = []
    assert fetch(progress=lambda done, total: told.append((done, total))) == CONTENT
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_a_cut_is_gone_on_from(fetch, server):
    server.cut_after = [300_000, 200_000, 0]
    assert fetch() == CONTENT
    first, *later = server.asked
    assert first is None
    assert len(later) == 3
    assert all(wanted.startswith("bytes=") and wanted != "bytes=0-" for wanted in later)


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(fetch, server, partial):
    server.cut_after = [400_000, 0, 0, 0]
    with pytest.raises(InstallError, match="What came is kept"):
        fetch()
    have = partial.stat().st_size
    assert 0 < have <= 400_000
    server.cut_after.clear()
    server.asked.clear()
    assert fetch() == CONTENT
    assert server.asked == [f"bytes={have}-"]


def test_a_finished_download_is_not_fetched_again(fetch, server):
    fetch()
    server.asked.clear()
    told = []
    assert fetch(progress=lambda done, total: told.append(done)) == CONTENT
    assert server.asked == [f"bytes={len(CONTENT)}-"]
    assert not told


def test_a_server_without_ranges_starts_over(fetch, server):
    server.ranges = False
    server.cut_after = [300_000]
    assert fetch() == CONTENT


def test_a_server_without_an_etag_starts_over(fetch, server):
    server.etag = None
    server.cut_after = [300_000]
    assert fetch() == CONTENT
    assert server.asked == [None, None]


@pytest.mark.parametrize("honest", [True, False])
def test_a_changed_file_starts_over(fetch, server, honest):
    server.cut_after = [300_000, 0, 0]
    with pytest.raises(InstallError):
        fetch()
    server.content = bytes(reversed(CONTENT))
    server.etag = '"two"'
    server.honest_if_range = honest  # else it sends the rest of the new file
    assert hashlib.sha256(fetch()).digest() == hashlib.sha256(server.content).digest()


def test_another_address_starts_over(fetch, server, partial):
    server.cut_after = [300_000, 0, 0]
    with pytest.raises(InstallError):
        fetch()
    server.url += "?other"
    server.asked.clear()
    assert fetch() == CONTENT
    assert server.asked == [None]


def test_a_passing_fault_is_waited_out(fetch, server):
    server.statuses = [503, 500]
    assert fetch() == CONTENT


def test_a_refusal_is_final(fetch, server):
    server.statuses = [404]
    with pytest.raises(InstallError, match="answered 404"):
        fetch()
    assert len(server.asked) == 1


def test_a_server_that_is_silent_is_given_up(server, partial):
    server.silent_s = 3
    patience = Patience(timeout_s=0.1, attempts=2, pause_s=0.01)
    with pytest.raises(InstallError, match="did not answer in time"):
        download(server.url, partial, 100, patience=patience)


def test_nobody_listens(partial):
    patience = Patience(timeout_s=1, attempts=2, pause_s=0.01)
    with pytest.raises(InstallError, match="connection failed") as caught:
        download("http://127.0.0.1:9/model.zip", partial, 100, patience=patience)
    assert "kept" not in str(caught.value)


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_that_is_too_large_is_thrown_away(fetch, server, partial, announced):
    server.announces_length = announced
    with pytest.raises(InstallError, match="more than 500000 bytes"):
        fetch(500_000)
    assert not partial.exists()
