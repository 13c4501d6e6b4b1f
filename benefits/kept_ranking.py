"""A ranking that was fitted, kept in a file: seconds of work that no start need do again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from arrays import UNREADABLE, write
from benefits.ideas import WEIGHTS, Feature, Ideas
from benefits.ranking import RIDGE, Ranking, Space

VERSION = 1
"""Goes up with every change of what is fitted or how, so that older files are left alone."""


def kept(
    folder: Path,
    topics: Mapping[str, Sequence[str]],
    outside: Sequence[str],
    alike: Sequence[Sequence[str]],
) -> Ranking:
    """The ranking of these questions, from its file in `folder`, or fitted and kept there."""
    key = _key(topics, outside, alike)
    file, ideas = folder / f"articles-{key[:32]}.npz", Ideas(alike)
    try:
        return _load(file, key, list(topics), ideas)
    except UNREADABLE:
        ranking = Ranking.fit(topics, outside, ideas)
        _save(file, key, ranking)
        return ranking


def _key(*content: object) -> str:
    """A checksum of all that a ranking depends on."""
    text = json.dumps([VERSION, RIDGE, WEIGHTS, *content], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _save(file: Path, key: str, ranking: Ranking) -> None:
    space = ranking.space
    names = "\n".join("\t".join(feature) for feature in space.rarity)
    parts = {
        "key": np.array(key),
        "names": np.frombuffer(names.encode(), np.uint8),
        "rarity": np.array(list(space.rarity.values())),
        "unseen": np.array(space.unseen),
        "weights": ranking.weights,
        "calibration": ranking.calibration,
    }
    write(file, parts)


def _load(file: Path, key: str, topics: Sequence[str], ideas: Ideas) -> Ranking:
    """Raises one of `UNREADABLE` where there is no such file, or not this ranking in it."""
    with np.load(file, allow_pickle=False) as parts:
        names = [_feature(line) for line in parts["names"].tobytes().decode().split("\n")]
        rarity = dict(zip(names, map(float, parts["rarity"]), strict=True))
        weights, calibration = parts["weights"], parts["calibration"]
        whole = (
            str(parts["key"]) == key
            and weights.shape == (len(rarity), len(topics))
            and calibration.shape == (3,)
            and all(np.isfinite(part).all() for part in (weights, calibration))
        )
        if not whole:
            raise ValueError("The parts of the file do not fit together.")
        space = Space(rarity, float(parts["unseen"]))
        return Ranking(topics, ideas, space, weights, calibration)


def _feature(line: str) -> Feature:
    kind, name = line.split("\t")
    return kind, name
