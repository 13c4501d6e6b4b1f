"""The model card: what a model was made from, how, and what it was measured to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from audio_models import vocabulary
from audio_models.train.corpus import Utterance, seconds
from audio_models.train.kaldi import Matrix

_CARD = """\
# Speech model: {language}

Recognises {language} on a telephone line (8 kHz), for a grammar of phrases given at run time or
freely over its {words} words. Made by `python -m audio_models.train`; the words can be changed
without training by `benefitline models graph`.

## Made from
**Synthesised speech only**: nobody was recorded for it, and none of it is personal data.

{corpus}

"kokoro" and "hibari" speak in a voice of their own for nearly every utterance. Three in five of the
neural voices' utterances have an accent. Each pass over the speech was augmented anew: voice size,
formants and tempo warped, handset and room, noise and babble 2 to 35 dB below, level, clipping,
speech codecs, mu-law, lost packets, lines that suppress silence.

## How
A factored time-delay network of {parameters:.1f} million weights from 32 log-mel bands to {phones}
phones, one output every 30 ms, trained {passes} times over the corpus, on single frames and on
whole rows of phones; the weights are a running average. {size:.1f} MB on disk.
{notes}
## Measured
Voices that training never heard, mu-law, white noise 20 dB below:

```
{synthetic}
```
{people}
## Limits
- Real callers differ more than synthesisers do: expect the figures for people, not those for
  synthetic voices. Confirm what matters, and offer keys for long numbers.
- Give a grammar whenever the step knows what may be said, with `[unk]` in it: without `[unk]`
  every sound is forced into one of the phrases.
- Words outside the {words} cannot be recognised; open dictation is not what it is for.
- Children, strong accents, loud places and loudspeakers were only simulated.
"""

_PEOPLE = """
People reading digits, never used in training (single digits, and six in a row):

```
{figures}
```
"""


def _corpus_table(utterances: Sequence[Utterance]) -> str:
    engines: dict[str, list[Utterance]] = defaultdict(list)
    for u in utterances:
        engines[u.engine].append(u)
    rows = ["| synthesiser and voice | voices | utterances | hours |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {name} | {len({u.voice for u in said})} | {len(said)} | {seconds(said) / 3600:.1f} |"
        for name, said in sorted(engines.items())
    ]
    return "\n".join(rows)


def write(
    model: Path,
    language: str,
    corpus: Sequence[Utterance],
    weights: Sequence[Matrix],
    passes: int,
    synthetic: Sequence[str],
    people: Sequence[str],
    notes: str = "",
) -> None:
    """Write README.md into the model directory; `notes` say what was done otherwise."""
    size = sum(f.stat().st_size for f in model.rglob("*") if f.is_file() and f.name != "README.md")
    card = _CARD.format(
        language={"en": "English", "es": "Spanish", "zh": "Chinese"}.get(language, language),
        words=len(vocabulary(model)),
        corpus=_corpus_table(corpus),
        parameters=sum(w.size for w in weights) / 1e6,
        phones=len((model / "phones.txt").read_text(encoding="utf-8").split()),
        passes=passes,
        size=size / 1e6,
        notes=f"\n{notes}\n" if notes else "",
        synthetic="\n".join(synthetic),
        people=_PEOPLE.format(figures="\n".join(people)) if people else "",
    )
    (model / "README.md").write_text(card, encoding="utf-8")


def amend(model: Path, section: str) -> None:
    """Put a section below the title of README.md, which is written if there is none."""
    file = model / "README.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else "# Speech model\n"
    title, _, rest = text.partition("\n")
    file.write_text(f"{title}\n\n{section}\n{rest.lstrip()}", encoding="utf-8")
