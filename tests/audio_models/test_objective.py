"""The loss of a network: of single frames and of rows of phones."""

import itertools
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the train extra: torch is missing")

from audio_models.train import objective  # noqa: E402
from audio_models.train.objective import ACOUSTIC_SCALE, IGNORED  # noqa: E402

LABELS = np.array([0, 0, 1, 2, 2, IGNORED, 1, 0])


def score(objective, log_posteriors, row):
    """Of one row of phones, by the definition."""
    acoustic = sum(log_posteriors[p, t] - objective.log_prior[p] for t, p in enumerate(row))
    moves = sum(objective.transitions[a, b] for a, b in itertools.pairwise(row))
    return float(ACOUSTIC_SCALE * acoustic + moves)


def test_the_right_row_is_compared_with_all_rows():
    asked = objective.from_labels(LABELS, 3)
    logits = torch.randn(1, 3, 4, generator=torch.Generator().manual_seed(1))
    right = (0, 1, 1, 2)
    log_posteriors = torch.log_softmax(logits[0], 0)
    scores = [score(asked, log_posteriors, row) for row in itertools.product(range(3), repeat=4)]
    wanted = math.log(sum(map(math.exp, scores))) - score(asked, log_posteriors, right)
    frames = -sum(float(log_posteriors[p, t]) for t, p in enumerate(right)) / 4
    expected = 0.3 * frames + 0.7 * 4 * wanted / 4
    assert float(asked(logits, torch.tensor([right]))) == pytest.approx(expected, rel=1e-5)


def test_frames_that_do_not_count_have_no_gradient():
    asked = objective.from_labels(LABELS, 3)
    logits = torch.zeros(2, 3, 4, requires_grad=True)
    asked(logits, torch.tensor([[0, IGNORED, 1, 2], [IGNORED] * 4])).backward()
    assert logits.grad[0, :, 1].abs().max() == 0
    assert logits.grad[1].abs().max() == 0
    assert logits.grad[0, :, 0].abs().max() > 0
    assert torch.isfinite(logits.grad).all()


def test_a_row_that_the_language_does_not_have_is_unlikely_but_possible():
    asked = objective.from_labels(LABELS, 3)
    chances = asked.transitions.exp()
    assert torch.allclose(chances.sum(1), torch.ones(3))
    assert 0 < chances[0, 2] < 0.1 < chances[0, 1]


def test_rows_can_be_left_out():
    asked = objective.from_labels(LABELS, 3, rows=False)
    logits = torch.randn(1, 3, 4, generator=torch.Generator().manual_seed(2))
    labels = torch.tensor([[2, 2, 1, 0]])
    assert float(asked(logits, labels)) == pytest.approx(
        float(torch.nn.functional.cross_entropy(logits, labels))
    )
