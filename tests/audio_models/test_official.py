from audio_models.description import KINDS, LANGUAGE, NAME
from audio_models.official import official


def test_the_list_is_sound():
    listed = official()
    assert len(listed) > 30
    for name, one in listed.items():
        assert NAME.fullmatch(name)
        assert LANGUAGE.fullmatch(one.language)
        assert one.kind in KINDS[1:]
        assert one.address.endswith(f"/{name}.zip")
        assert one.bytes > 10_000_000


def test_our_languages_have_a_small_model_with_a_strong_checksum():
    for language in ("en", "es", "zh"):
        small = [m for m in official().values() if (m.language, m.kind) == (language, "small")]
        assert any(m.checksum and m.checksum.algorithm == "sha256" for m in small)


def test_models_that_share_nothing_have_different_checksums():
    sums = [str(one.checksum) for one in official().values() if one.checksum]
    assert len(sums) == len(set(sums))
