"""Archives that mean harm."""

import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_models.errors import InstallError
from audio_models.unpack import Limits, unpack


@pytest.fixture
def pack(tmp_path):
    def make(*entries, name="model.zip", mode=zipfile.ZIP_DEFLATED):
        file = tmp_path / name
        with zipfile.ZipFile(file, "w", mode) as opened:
            for entry, data in entries:
                opened.writestr(entry, data)
        return file

    return make


@pytest.fixture
def into(tmp_path):
    folder = tmp_path / "deep" / "into"
    folder.mkdir(parents=True)
    return folder


def refused(archive, into, words, limits=None):
    before = {path for path in archive.parent.rglob("*") if into not in path.parents}
    with pytest.raises(InstallError, match=words):
        unpack(archive, into, limits)
    assert {path for path in archive.parent.rglob("*") if into not in path.parents} == before


def test_one_folder_comes_out(pack, into):
    top = unpack(pack(("model/", ""), ("model/am/final.mdl", "x"), ("model/README", "y")), into)
    assert top == into / "model"
    assert (top / "am/final.mdl").read_text() == "x"


@pytest.mark.parametrize(
    "name",
    [
        *("/etc/passwd", "../up", "model/../../up", "model/..", "C:\\up", "model\\..\\..\\up"),
        *("\\\\host\\share", "model/a:b", "model/a\nb", "model/\x7f"),
    ],
)
def test_nothing_lands_elsewhere(pack, into, name):
    refused(pack(("model/a", "x"), (name, "harm")), into, "would land elsewhere")


def test_a_name_that_ends_at_a_nul_is_no_other_name(pack, into):
    archive = pack(("model/aXb", "x"), mode=zipfile.ZIP_STORED)
    archive.write_bytes(archive.read_bytes().replace(b"model/aXb", b"model/a\0b"))
    refused(archive, into, "would land elsewhere")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO])
def test_links_and_devices_are_refused(pack, into, kind):
    entry = zipfile.ZipInfo("model/graph")
    entry.external_attr = (kind | 0o777) << 16
    refused(pack((entry, "/etc")), into, "link or device")


@pytest.mark.parametrize(
    ("first", "second"),
    [("model/a", "model/A"), ("model/é", "model/e\u0301"), ("model/a", "model/./a")],
)
def test_names_must_differ_on_every_file_system(pack, into, first, second):
    refused(pack((first, "x"), (second, "y")), into, "same name")


def test_a_file_is_no_folder(pack, into):
    refused(pack(("model/a", "x"), ("model/A/b", "y")), into, "file and a folder of the same name")


def test_all_lies_in_one_folder(pack, into):
    refused(pack(("one/a", "x"), ("two/b", "y")), into, "does not hold one folder")
    refused(pack(("one/a", "x"), ("b", "y"), name="b.zip"), into, "outside its folder")
    refused(pack(("one/", ""), name="c.zip"), into, "is empty")


def test_a_bomb_is_put_out(pack, into):
    archive = pack(*((f"model/{n}", bytes(1 << 20)) for n in range(20)))
    assert archive.stat().st_size < 100_000
    refused(archive, into, "unpacks to more", Limits(always=3 << 20))
    assert sum(path.stat().st_size for path in into.rglob("*") if path.is_file()) <= 3 << 20


def test_declared_sizes_are_not_believed(pack, into):
    """The archive says 10 bytes in both its lists; a megabyte is there."""
    archive = pack(("model/a", bytes(1 << 20)))
    data = archive.read_bytes()
    archive.write_bytes(data.replace(struct.pack("<I", 1 << 20), struct.pack("<I", 10)))
    with pytest.raises(InstallError):
        unpack(archive, into, Limits(always=1000))


def test_too_many_entries(pack, into):
    archive = pack(*((f"model/{n}", "") for n in range(30)))
    refused(archive, into, "30 entries", Limits(entries=20))


def test_an_encrypted_archive(pack, into):
    archive = pack(("model/a", "x"))
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    refused(archive, into, "is encrypted")


def test_something_else_than_a_zip(tmp_path, into):
    file = tmp_path / "model.zip"
    file.write_text("<html>Not found</html>")
    refused(file, into, "not a whole zip archive")


@settings(deadline=None)  # files are written, which takes what it takes
@given(data=st.data())
def test_damage_never_surprises(archive, tmp_path_factory, data):
    """Wherever a byte is changed or the rest is cut: unpacked below the folder, or refused."""
    whole = archive.read_bytes()
    # The list of contents at the end is what matters; the rest is the model's own bytes.
    tail = whole[-3000:]
    folder = tmp_path_factory.mktemp("damage")
    place = data.draw(st.integers(0, len(tail) - 1))
    damaged = bytearray(tail)
    damaged[place] = data.draw(st.integers(0, 255))
    file = folder / "model.zip"
    file.write_bytes(bytes(damaged[: data.draw(st.integers(place, len(tail)))]))
    (folder / "into").mkdir()
    try:
        top = unpack(file, folder / "into")
    except InstallError:
        return
    assert top.parent == folder / "into"
