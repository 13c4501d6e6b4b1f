"""The decoding graph and language model, walked by hand: what they accept and what it costs."""

import heapq
import math
from itertools import count

import pytest

import audio_models
from audio_models.grammar import HUM, UNKNOWN, is_word, with_unknown
from audio_models.graph import language_model, lexicon, vocabulary, word_files
from audio_models.graph.decoding_graph import lexicon_graph
from audio_models.graph.language_model import trigram_graph
from audio_models.graph.openfst import EPSILON, Fst
from audio_models.graph.phones import OF_LANGUAGE
from audio_models.graph.units import Units

UNITS = Units(("SIL", "AH", "F", "N", "OW", "S", "W"))
LEXICON = {
    "no": [("N", "OW")],
    "know": [("N", "OW")],
    "oh": [("OW",)],
    "snow": [("S", "N", "OW")],
    "one": [("W", "AH", "N"), ("W", "AH")],
}
IDS = {word: i for i, word in enumerate([*sorted(LEXICON), UNKNOWN], 1)}
NAMES = {i: word for word, i in IDS.items()}


def best_paths(fst: Fst, inputs: list[int]) -> dict[tuple[int, ...], float]:
    """The least cost of each output that the inputs can give, by exhaustive search."""
    found: dict[tuple[int, ...], float] = {}
    order = count()
    queue = [(0.0, next(order), fst.start, 0, ())]
    seen = set()
    while queue:
        cost, _, state, position, output = heapq.heappop(queue)
        if (state, position, output) in seen or cost > 200:
            continue
        seen.add((state, position, output))
        if position == len(inputs) and state in fst.final:
            total = cost + fst.final[state]
            found[output] = min(total, found.get(output, math.inf))
        for arc in fst.arcs[state]:
            if arc.input != EPSILON and (position == len(inputs) or arc.input != inputs[position]):
                continue
            after = output + ((arc.output,) if arc.output else ())
            step = position + (arc.input != EPSILON)
            heapq.heappush(queue, (cost + arc.cost, next(order), arc.target, step, after))
    return found


def spoken(*words: tuple[str, ...], frames: int = 2) -> list[int]:
    """The transition ids of words, each phone lasting some frames."""
    ids = []
    for pronunciation in words:
        for unit in UNITS.of_word(pronunciation):
            ids += [UNITS.enter(unit)] + [UNITS.stay(unit)] * (frames - 1)
    return ids


def heard(inputs: list[int]) -> set[str]:
    graph = lexicon_graph(UNITS, LEXICON, IDS)
    return {" ".join(NAMES[i] for i in output) for output in best_paths(graph, inputs)}


def test_units_number_every_place_once():
    numbers = [UNITS.number(p, place) for p in UNITS.spoken for place in ("begin", "singleton")]
    assert numbers == [2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22, 25]
    assert len(UNITS.outputs) == 25
    assert [UNITS.outputs[u - 1] for u in (1, 2, 5, 6)] == [0, 1, 1, 2]
    assert UNITS.boundaries.splitlines()[:3] == ["1 nonword", "2 begin", "3 internal"]


def test_homophones_are_both_heard():
    assert {"no", "know"} <= heard(spoken(("N", "OW")))


def test_words_follow_each_other_with_or_without_a_pause():
    pause = [UNITS.enter(1), UNITS.stay(1)]
    first, second = spoken(("S", "N", "OW")), spoken(("W", "AH", "N"))
    assert "snow one" in heard(first + second)
    assert "snow one" in heard(pause + first + pause + second + pause)


def test_every_pronunciation_of_a_word_is_accepted():
    assert "one" in heard(spoken(("W", "AH")))
    assert "one" in heard(spoken(("W", "AH", "N")))


def test_anything_else_is_unknown_and_costs_more_than_a_word():
    assert heard(spoken(("F", "AH", "S"))) == {UNKNOWN}
    paths = best_paths(lexicon_graph(UNITS, LEXICON, IDS), spoken(("S", "N", "OW")))
    assert paths[(IDS["snow"],)] + 2 < paths[(IDS[UNKNOWN],)]


def test_language_model_prefers_what_was_said():
    model = trigram_graph(["snow one", "snow one", "no"], IDS)

    def cost(text: str) -> float:
        labels = [IDS[w] for w in text.split()]
        return best_paths(model, labels)[tuple(labels)]

    assert cost("snow one") < cost("snow oh")
    assert cost("oh know") < math.inf  # never said, still possible
    assert cost("no") < cost("know")


def test_language_model_without_sentences_treats_words_alike():
    model = trigram_graph([], IDS)
    costs = {word: best_paths(model, [i])[(i,)] for word, i in IDS.items()}
    assert max(costs.values()) - min(costs.values()) < 1e-9


def test_what_may_follow_a_word_adds_up_to_one():
    sentences = ["snow one", "snow one oh", "no", "one snow one", "stranger snow"]
    counts = language_model._counts(sentences, IDS)
    model = language_model._Model(counts, IDS)
    for history in counts:
        total = sum(model.probability(history, word) for word in (*IDS, "</s>"))
        assert math.isclose(total, 1)
    assert ("stranger",) not in counts


@pytest.mark.parametrize(
    ("language", "said", "never"),
    [
        ("en", "when will i get my pension", "pension my when get will i"),
        ("es", "cuándo me van a pagar la pensión", "pensión la cuándo pagar me a van"),
        ("zh", "养老金 什么 时候 发", "什么 发 时候 养老金"),
    ],
)
def test_a_question_of_callers_is_far_likelier_than_its_words_in_disorder(language, said, never):
    known = vocabulary.collect(language)
    ids = {word: i for i, word in enumerate(known.words, 1)}
    model = trigram_graph(known.sentences, ids)

    def cost(text: str) -> float:
        labels = [ids[word] for word in text.split()]
        return best_paths(model, labels)[tuple(labels)]

    assert cost(said) + 10 < cost(never)


def test_a_character_of_several_readings_takes_that_of_its_word():
    phones = frozenset(OF_LANGUAGE["zh"])
    listed = lexicon.listed("zh", phones)
    said = lexicon.build("zh", ["银行", "行", "重复", "睡觉"], phones, listed)
    assert said["银行"] == [("Y", "I", "N", "H", "A", "NG")]
    assert said["行"] == [("X", "I", "NG"), ("H", "A", "NG")]
    assert said["重复"][0][:2] == ("CH", "ONG")
    assert said["睡觉"][0][-1] == "AO"


def test_spanish_is_pronounced_as_on_both_sides_of_the_ocean():
    phones = frozenset(OF_LANGUAGE["es"])
    said = lexicon.build("es", ["cinco", "llamar"], phones, {})
    assert said["cinco"] == [("TH", "I", "N", "K", "O"), ("S", "I", "N", "K", "O")]
    assert said["llamar"] == [("LL", "A", "M", "A", "R"), ("Y", "A", "M", "A", "R")]


def test_vocabulary_reads_the_other_packages_data(tmp_path):
    (tmp_path / "intents/data").mkdir(parents=True)
    (tmp_path / "flows/library").mkdir(parents=True)
    (tmp_path / "benefits/data").mkdir(parents=True)
    (tmp_path / "intents/data/en.yaml").write_text(
        "a: {examples: ['my {number} Quokka’s late', 'español', '(one|two) yaks']}"
    )
    (tmp_path / "flows/library/x.yaml").write_text(
        "steps: [{say: {en: Zanzibar, es: Quijote}}, {id: notaword}]"
    )
    (tmp_path / "flows/library/broken.yaml").write_text("a: [")
    (tmp_path / "benefits/data/offices.yaml").write_text("offices: [{names: {en: [Newquay]}}]")
    known = vocabulary.collect("en", tmp_path)
    assert {"quokka's", "zanzibar", "newquay", *word_files.core_words("en")} <= set(known.words)
    assert not {"quijote", "notaword", "number}", "quokka’s"} & set(known.words)
    assert "newquay" in known.sentences
    assert {"one yaks", "two yaks"} & set(known.sentences)
    assert "español" in known.words  # whoever needs another language asks in it
    assert len(known.words) == len(set(known.words))


def test_core_words_are_plain_lower_case():
    words = word_files.core_words("en")
    assert 700 <= len(words) <= 1100
    # Single letters stand here alone: in phrases they are no words.
    odd = [w for w in words if len(w) > 1 and vocabulary.tokens(w, "en") != [w]]
    assert not odd


def test_unknown_speech_keeps_its_share_of_a_long_grammar():
    assert with_unknown(["yes", "no"]) == ["yes", "no", UNKNOWN]
    assert with_unknown([str(i) for i in range(120)]).count(UNKNOWN) == 10


def test_hums_are_listened_for_where_a_model_has_them():
    phrases = [str(number) for number in range(120)]
    assert HUM not in with_unknown(phrases)
    assert with_unknown(phrases, {HUM, *phrases}).count(HUM) == 5
    assert [is_word(token) for token in (HUM, UNKNOWN, "hum")] == [False, False, True]


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_bundled_models_know_hums(language):
    assert HUM in audio_models.vocabulary(audio_models.bundled(language))
