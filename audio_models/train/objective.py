"""What training asks of a network: every frame's phone, and the whole row of phones.

Frame by frame alone, a network learns to be sure where it need not be, and swallows short words.
The second part (maximum mutual information without a lattice, as in Kaldi's chain models, but over
the frames' phones) asks that the right row of phones scores better than all rows that the language
may have, with the same weight of acoustics against transitions as in decoding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy

ACOUSTIC_SCALE = 0.5  # of a network's outputs against the costs of the graph
IGNORED = -1  # label of frames that count for nothing
_ROW = 0.7  # share of the loss that is about rows
_LIKE_FRAMES = 4.0  # makes a row's loss per frame weigh about as much as a frame's
_UNSEEN = 0.05  # transitions are counted from here, so that none is impossible


@dataclass(frozen=True)
class Objective:
    """`log_prior`: of the phones, shape (phones,). `transitions`: log probability of the phone of
    the next step, shape (phones, phones); None leaves the rows out.
    """

    log_prior: torch.Tensor
    transitions: torch.Tensor | None

    def __call__(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """The mean loss of a frame. `logits`: (batch, phones, steps), `labels`: (batch, steps)."""
        frames = cross_entropy(logits, labels, ignore_index=IGNORED)
        if self.transitions is None:
            return frames
        rows = self._rows(logits, labels, self.transitions)
        return (1 - _ROW) * frames + _ROW * _LIKE_FRAMES * rows

    def _rows(
        self, logits: torch.Tensor, labels: torch.Tensor, transitions: torch.Tensor
    ) -> torch.Tensor:
        """How much likelier all rows together are than the right one, per frame that counts."""
        ignored = labels == IGNORED
        right = labels.clamp(min=0)
        scores = ACOUSTIC_SCALE * (torch.log_softmax(logits, 1) - self.log_prior[None, :, None])
        scores = scores.masked_fill(ignored[:, None], 0.0)
        wanted = scores.gather(1, right[:, None]).sum(dim=(1, 2))
        wanted = wanted + transitions[right[:, :-1], right[:, 1:]].sum(1)
        chances = transitions.exp()
        total = scores[..., 0]
        for step in range(1, scores.shape[-1]):
            most = total.max(1, keepdim=True).values.detach()
            arrived = ((total - most).exp() @ chances).clamp(min=1e-20).log() + most
            total = arrived + scores[..., step]
        excess = torch.logsumexp(total, 1) - wanted
        return excess.sum() / (~ignored).sum().clamp(min=1)


def from_labels(labels: npt.NDArray[np.int64], phones: int, rows: bool = True) -> Objective:
    """With priors and transitions counted in `labels`, one a step of the network's output."""
    counts = np.bincount(labels[labels != IGNORED], minlength=phones) + 1.0
    log_prior = torch.tensor(np.log(counts / counts.sum())).float()
    if not rows:
        return Objective(log_prior, None)
    follows = np.full((phones, phones), _UNSEEN)
    known = (labels[:-1] != IGNORED) & (labels[1:] != IGNORED)
    np.add.at(follows, (labels[:-1][known], labels[1:][known]), 1)
    transitions = np.log(follows / follows.sum(axis=1, keepdims=True))
    return Objective(log_prior, torch.tensor(transitions).float())
