"""The training loop: seeded, restartable after any pass, averaged weights at the end."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from audio_models import layout
from audio_models.errors import ModelError
from audio_models.train import align, augment, features, kaldi_reader, objective
from audio_models.train.augment import Example
from audio_models.train.corpus import Utterance
from audio_models.train.network import CONTEXT, SUBSAMPLING, Tdnn, start_from
from audio_models.train.objective import IGNORED

OUTPUTS = 100  # network outputs in one training window, 3 s
BATCH = 20  # windows
_PEAK_RATE = 2e-3
_PADDING = SUBSAMPLING * -(-CONTEXT // SUBSAMPLING)
_WINDOW = SUBSAMPLING * (OUTPUTS - 1) + 1 + 2 * CONTEXT
_CALIBRATION = 200  # utterances by which a network that is taken over is set up
_STEEPEST = 5.0  # length at which a gradient is cut
_AVERAGING = 0.998  # per step: about the mean of the last 500

Report = Callable[[str], None]
Stream = tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Plan:
    """`phones[i]` is the network's output i; `phones[0]` is silence."""

    phones: tuple[str, ...]
    width: int = 448
    passes: int = 12
    seed: int = 1
    workers: int = 1  # processes that prepare the next pass meanwhile
    align_after: int = 3  # passes after which times are found again, and rows of phones count
    start: str = ""  # folder of a model, of any language, whose hidden layers are the first weights
    coarse: tuple[str, ...] = ()  # voices whose times are coarse, by how their names begin


@dataclass
class Model:
    """A trained network: its averaged weights and how often each phone occurred."""

    plan: Plan
    state: dict[str, torch.Tensor]
    phone_counts: npt.NDArray[np.float64]


# Set before the worker processes fork, so that the corpus is shared and not sent.
_corpus: Sequence[Utterance] = ()
_index: dict[str, int] = {}


def _augment_share(arguments: tuple[list[int], list[int]]) -> Stream:
    """The examples of some utterances, joined; the seed makes them the same on any machine."""
    numbers, seed = arguments
    rng = np.random.default_rng(seed)
    babble = [_corpus[i] for i in rng.integers(len(_corpus), size=40)]
    return join(augment.augmented(_corpus[i], babble, _index, rng) for i in numbers)


def join(examples: Iterator[Example]) -> Stream:
    """One stream of frames; like Kaldi, each utterance's edge frames repeat into its padding."""
    frames, labels = [], []
    for example in examples:
        count = len(example.features)
        if count < 10:
            continue
        after = _PADDING + -count % SUBSAMPLING  # keeps the next utterance on the output grid
        heard = features.above_floor(example.features)
        frames.append(np.pad(heard, ((_PADDING, after), (0, 0)), mode="edge"))
        labels.append(np.pad(example.labels, (_PADDING, after), constant_values=IGNORED))
    return np.concatenate(frames).astype(np.float16), np.concatenate(labels)


def _prepare(pool: Any, plan: Plan, number: int) -> Any:
    """Start augmenting the corpus for one pass; the result is ready when `.get()` returns."""
    order = np.random.default_rng([plan.seed, number]).permutation(len(_corpus)).tolist()
    jobs = [(share, [plan.seed, number, i]) for i, share in enumerate(_batched(order, 64))]
    return pool.map_async(_augment_share, jobs, chunksize=1)


def _batched(items: list[int], size: int) -> Iterator[list[int]]:
    return (items[i : i + size] for i in range(0, len(items), size))


def batches(stream: Stream, rng: np.random.Generator | None) -> Iterator[list[torch.Tensor]]:
    """(frames, labels) pairs of windows, in random order when `rng` is given."""
    frames, labels = stream
    offset = SUBSAMPLING * int(rng.integers(OUTPUTS)) if rng else 0
    starts = np.arange(offset, len(frames) - _WINDOW, SUBSAMPLING * OUTPUTS)
    if rng:
        rng.shuffle(starts)
    span = SUBSAMPLING * OUTPUTS
    for chosen in _batched(starts.tolist(), BATCH):
        x = np.stack([frames[s : s + _WINDOW] for s in chosen]).astype(np.float32)
        y = np.stack([labels[s + CONTEXT : s + CONTEXT + span : SUBSAMPLING] for s in chosen])
        yield [torch.from_numpy(x.transpose(0, 2, 1).copy()), torch.from_numpy(y)]


def _learning_rate(progress: float) -> float:
    """Rises over the first 3 %, then falls in a straight line."""
    return _PEAK_RATE * max(0.01, min(progress / 0.03, (1 - progress) / 0.97))


def accuracy(net: Tdnn, stream: Stream) -> float:
    """The share of frames whose likeliest phone is the right one."""
    net.eval()
    right = total = 0
    with torch.no_grad():
        for frames, labels in batches(stream, None):
            counted = labels != IGNORED
            right += int((net(frames).argmax(1) == labels)[counted].sum())
            total += int(counted.sum())
    return right / max(1, total)


def _average(average: dict[str, torch.Tensor], net: Tdnn, step: int) -> None:
    """Move the average towards the network; faster in the first steps, to forget the start."""
    keep = min(_AVERAGING, (1 + step) / (10 + step))
    for name, value in net.state_dict().items():
        if value.is_floating_point():
            average[name].lerp_(value, 1 - keep)


def train(
    plan: Plan,
    corpus: Sequence[Utterance],
    held_out: dict[str, list[Utterance]],
    checkpoint: Path,
    report: Report,
) -> Model:
    """Train to the end of the plan, going on from `checkpoint` if it exists."""
    global _corpus, _index
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    _index = {phone: i for i, phone in enumerate(plan.phones)}
    tests = {
        name: join(augment.clean(u, _index) for u in utterances)
        for name, utterances in held_out.items()
        if utterances
    }
    run = _Run(plan, checkpoint)
    if plan.start and not run.passes:
        run.start_from(Path(plan.start), corpus)
    if run.passes < plan.align_after:
        _corpus = corpus
        _passes(run, min(plan.align_after, plan.passes), tests, report)
    if run.passes < plan.passes:
        _corpus = _aligned(run, corpus, report)
        _passes(run, plan.passes, tests, report)
    return Model(plan, run.average, run.phone_counts)


def _aligned(run: _Run, corpus: Sequence[Utterance], report: Report) -> list[Utterance]:
    started = time.monotonic()
    coarse = [i for i, u in enumerate(corpus) if u.voice.startswith(run.plan.coarse)]
    prior = np.log(run.phone_counts / run.phone_counts.sum())
    found = align.realign(run.aligner(), prior, [corpus[i] for i in coarse], _index)
    aligned = list(corpus)
    for i, utterance in zip(coarse, found, strict=True):
        aligned[i] = utterance
    report(f"aligned {len(coarse)} utterances, {time.monotonic() - started:.0f} s")
    return aligned


def _passes(run: _Run, last: int, tests: dict[str, Stream], report: Report) -> None:
    """Train until `last` passes are done; the next one's speech is prepared meanwhile."""
    plan = run.plan
    with multiprocessing.get_context("fork").Pool(max(1, plan.workers)) as pool:
        pending = _prepare(pool, plan, run.passes) if run.passes < last else None
        while run.passes < last and pending is not None:
            started = time.monotonic()
            frames, labels = zip(*pending.get(), strict=True)
            stream = np.concatenate(frames), np.concatenate(labels)
            pending = _prepare(pool, plan, run.passes + 1) if run.passes + 1 < last else None
            loss = run.one_pass(stream)
            run.save()
            net = run.averaged()
            scores = ", ".join(f"{n} {accuracy(net, s):.3f}" for n, s in tests.items())
            hours = len(stream[1]) * features.HOP / 8000 / 3600
            report(
                f"pass {run.passes}/{plan.passes}: {hours:.1f} h, loss {loss:.3f}, "
                f"held-out frames right: {scores}, {time.monotonic() - started:.0f} s"
            )


class _Run:
    """What changes during training, and is saved after each pass."""

    def __init__(self, plan: Plan, checkpoint: Path) -> None:
        self.plan = plan
        self.checkpoint = checkpoint
        self.net = Tdnn(len(plan.phones), plan.width)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), _PEAK_RATE, weight_decay=1e-3)
        self.average = {k: v.clone() for k, v in self.net.state_dict().items()}
        self.passes = 0
        self.phone_counts = np.ones(len(plan.phones))
        self.when_aligned: dict[str, torch.Tensor] | None = None
        if checkpoint.exists():
            saved = torch.load(checkpoint, weights_only=False)
            self.net.load_state_dict(saved["net"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.average = saved["average"]
            self.passes = saved["passes"]
            self.phone_counts = saved["phone_counts"]
            self.when_aligned = saved["when_aligned"]

    def start_from(self, model: Path, corpus: Sequence[Utterance]) -> None:
        """Take over the hidden layers of a finished model. Raises ModelError if they do not fit."""
        acoustic = kaldi_reader.read(model / layout.NETWORK)
        heard = join(augment.clean(u, _index) for u in corpus[:_CALIBRATION])
        frames, _ = next(batches(heard, np.random.default_rng(self.plan.seed)))
        try:
            start_from(self.net, acoustic.layers, frames)
        except ValueError as error:
            raise ModelError(model / layout.NETWORK, f"cannot be started from: {error}") from error
        self.average = {k: v.clone() for k, v in self.net.state_dict().items()}

    def averaged(self) -> Tdnn:
        return self._network(self.average)

    def aligner(self) -> Tdnn:
        """The network that times phones: always the same one, also when a run is taken up again."""
        if self.when_aligned is None:
            self.when_aligned = {k: v.clone() for k, v in self.average.items()}
        return self._network(self.when_aligned)

    def _network(self, state: dict[str, torch.Tensor]) -> Tdnn:
        net = Tdnn(len(self.plan.phones), self.plan.width)
        net.load_state_dict(state)
        return net

    def one_pass(self, stream: Stream) -> float:
        """Train once over the stream; the mean loss."""
        rng = np.random.default_rng([self.plan.seed, self.passes, 7])
        labels = stream[1][stream[1] != IGNORED]
        self.phone_counts += np.bincount(labels, minlength=len(self.plan.phones))
        asked = objective.from_labels(
            stream[1][::SUBSAMPLING], len(self.plan.phones), self.passes >= self.plan.align_after
        )
        steps = len(stream[1]) // (SUBSAMPLING * OUTPUTS * BATCH) + 1
        self.net.train()
        losses = []
        for step, (frames, wanted) in enumerate(batches(stream, rng)):
            progress = (self.passes + step / steps) / self.plan.passes
            for group in self.optimiser.param_groups:
                group["lr"] = _learning_rate(progress)
            loss = asked(self.net(frames), wanted)
            self.optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), _STEEPEST)
            self.optimiser.step()
            _average(self.average, self.net, self.passes * steps + step)
            losses.append(float(loss.detach()))
        self.passes += 1
        return float(np.mean(losses))

    def save(self) -> None:
        state = {
            "net": self.net.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "passes": self.passes,
            "phone_counts": self.phone_counts,
            "when_aligned": self.when_aligned,
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.rename(self.checkpoint)
