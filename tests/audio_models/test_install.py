"""Installing whole models: from a server, from an archive, from a folder."""

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
import yaml

from audio_models import InstallError, ModelError, Registry, bundled
from audio_models.checksum import Checksum
from audio_models.description import FILE, check_sums, read
from audio_models.download import Patience
from audio_models.install import Reporting, install, wanted
from audio_models.official import official

QUICK = Reporting(patience=Patience(timeout_s=5, attempts=2, pause_s=0.01))


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path / "models")


def sha256(data: bytes) -> Checksum:
    return Checksum("sha256", hashlib.sha256(data).hexdigest())


def visible(registry):
    return {path.name for path in registry.folder.iterdir() if not path.name.startswith(".")}


def leftovers(registry):
    return [p for p in registry.folder.iterdir() if p.name.startswith((".work-", ".replaced-"))]


def test_over_http_with_a_cut_in_a_later_command(registry, server, archive):
    server.content = archive.read_bytes()
    model = wanted("mine", server.url, "en", sha256(server.content), licence="CC0-1.0")
    server.cut_after = [3_000_000, 0]
    with pytest.raises(InstallError, match="What came is kept"):
        install(registry, model, QUICK)
    assert visible(registry) == set()
    server.asked.clear()
    install(registry, model, QUICK)
    assert server.asked[0].startswith("bytes=")
    described = read(registry.folder / "mine")
    assert (described.name, described.language, described.kind) == ("mine", "en", "own")
    assert (described.licence, described.origin) == ("CC0-1.0", server.url)
    assert (described.checksum, described.verified) == (str(model.checksum), True)
    size = (bundled("en") / "am/final.mdl").stat().st_size
    assert described.files["am/final.mdl"].bytes == size
    check_sums(registry.folder / "mine", described)
    assert list((registry.folder / ".downloads").iterdir()) == []
    assert registry.candidates("en")[0].name == "mine"
    assert leftovers(registry) == []


def test_a_wrong_checksum_leaves_the_older_model_and_no_download(registry, server, archive):
    install(registry, wanted("mine", str(bundled("en")), "en"), QUICK)
    before = read(registry.folder / "mine")
    server.content = archive.read_bytes()
    with pytest.raises(InstallError, match="not the right one"):
        install(registry, wanted("mine", server.url, "en", sha256(b"other")), QUICK)
    assert read(registry.folder / "mine") == before
    assert list((registry.folder / ".downloads").iterdir()) == []


def test_an_archive_that_nobody_vouches_for(registry, archive):
    with pytest.raises(InstallError, match="--unverified"):
        install(registry, wanted("mine", str(archive), "en"), QUICK)
    described = install(registry, wanted("mine", str(archive), "en", unverified=True), QUICK)
    assert described.checksum == str(Checksum.of(archive))
    assert not described.verified


def test_md5_as_publishers_give_it(registry, archive):
    checksum = Checksum.of(archive, "md5")
    assert install(registry, wanted("mine", str(archive), "en", checksum), QUICK).verified


def damaged(tmp_path, archive, change):
    """The archive with the content of some files changed."""
    file = tmp_path / "damaged.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            data = change(entry.filename, old.read(entry))
            if data is not None:
                new.writestr(entry, data)
    return file


def test_a_broken_model_leaves_the_older_one(registry, archive, tmp_path):
    install(registry, wanted("mine", str(bundled("en")), "en"), QUICK)
    before = read(registry.folder / "mine")
    file = damaged(tmp_path, archive, lambda name, data: data[:9] if "HCLr" in name else data)
    with pytest.raises(InstallError, match=r"graph/HCLr\.fst .*truncated"):
        install(registry, wanted("mine", str(file), "en", unverified=True), QUICK)
    assert read(registry.folder / "mine") == before
    assert leftovers(registry) == []


def test_what_only_vosk_notices_is_found_in_a_process_of_its_own(registry, archive, tmp_path):
    """A component of the network that does not exist: the structure around it is whole."""

    def change(name, data):
        return data.replace(b"<RectifiedLinearComponent>", b"<RectifiedLinearComponemt>")

    file = damaged(tmp_path, archive, change)
    with pytest.raises(InstallError, match="cannot be used by Vosk"):
        install(registry, wanted("mine", str(file), "en", unverified=True), QUICK)
    assert visible(registry) == set()


def test_a_description_inside_an_archive_must_fit(registry, archive, tmp_path):
    file = tmp_path / "described.zip"
    shutil.copy(archive, file)
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr(f"some-model/{FILE}", yaml.safe_dump({"name": "x", "language": "es"}))
    with pytest.raises(InstallError, match="for 'es', not 'en'"):
        install(registry, wanted("mine", str(file), "en", unverified=True), QUICK)


def test_a_folder_of_our_own(registry, tmp_path):
    folder = tmp_path / "trained"
    shutil.copytree(bundled("en"), folder)
    described = install(registry, wanted(None, str(folder), "en"), QUICK)
    assert (described.name, described.checksum) == ("trained", "")
    assert folder.is_dir()
    again = install(registry, wanted("copy", str(registry.folder / "trained")), QUICK)
    assert again.language == "en"


def test_a_folder_with_a_link_is_refused(registry, tmp_path):
    folder = tmp_path / "trained"
    shutil.copytree(bundled("en"), folder)
    (folder / "passwords").symlink_to("/etc/passwd")
    with pytest.raises(InstallError, match="link or device"):
        install(registry, wanted(None, str(folder), "en"), QUICK)


def test_altered_files_are_found(registry):
    install(registry, wanted("mine", str(bundled("en")), "en"), QUICK)
    folder = registry.folder / "mine"
    file = folder / "graph/Gr.fst"
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)
    with pytest.raises(ModelError, match="was altered") as caught:
        check_sums(folder, read(folder))
    assert caught.value.file == file


@pytest.mark.parametrize("name", ["en", "bundled-en", "../up", ".hidden", "a/b", "", "x" * 101])
def test_names_that_no_model_can_have(name):
    with pytest.raises(InstallError):
        wanted(name, None if not name else "some.zip", "en")


def test_what_is_asked_for_must_be_complete(tmp_path):
    with pytest.raises(InstallError, match="no official model 'mine'"):
        wanted("mine", None)
    with pytest.raises(InstallError, match="which language"):
        wanted("mine", "http://127.0.0.1/x.zip")
    with pytest.raises(InstallError, match="is for 'es', not 'en'"):
        wanted("vosk-model-small-es-0.42", None, "en")


def test_an_official_model_brings_its_facts_also_from_a_file():
    listed = official()["vosk-model-small-es-0.42"]
    model = wanted(listed.name, "/media/stick/es.zip")
    assert (model.language, model.kind, model.checksum) == ("es", "small", listed.checksum)
    assert wanted(listed.name, None).source == listed.address


def test_the_name_comes_from_the_address():
    assert wanted(None, "https://127.0.0.1/a/my-model.zip", "es").name == "my-model"
    assert wanted(None, str(Path("/some/trained-model/")), "es").name == "trained-model"
