"""The practice telephone in a real browser, whose microphone is a recording: spoken words are
recognised, and prompts played, by the real server."""

import wave

import numpy as np
import pytest

import audio_models
from audio_models.espeak import synthesise
from audio_models.resample import resample
from cli.running import running
from storage.staff import Staff
from tests.chromium import needs_chromium
from voice import mulaw

PASSWORD = "a-password-of-staff"
RATE = 48000
ARGUMENTS = [
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]

pytestmark = needs_chromium
speaks = pytest.mark.skipif(
    audio_models.bundled("en") is None, reason="the bundled English model is not there"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server process as `benefitline serve` starts it, with somebody who may log in."""
    folder = tmp_path_factory.mktemp("hotline")
    with running(folder, people=0, max_streams="4", prepare="off") as server:
        Staff(server.store.database).add("clerk", PASSWORD, "agent")
        yield server


@pytest.fixture(scope="module")
def address(server):
    return server.settings.public_url


def recording(file, *parts):
    """Seconds of quiet and sentences, one after the other, as a recording of a microphone that
    begins anew at its end: on a slow machine the line may not listen yet the first time."""
    random = np.random.default_rng(1)
    pieces = []
    for part in parts:
        if isinstance(part, str):
            speech = synthesise(part, "en-us", 145)
            audio = resample(speech.samples, speech.sample_rate, RATE) * 0.6
        else:
            audio = random.normal(0, 20, int(part * RATE))
        pieces.append(audio)
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(np.concatenate(pieces).astype("<i2").tobytes())
    return file


@pytest.fixture(scope="module")
def launch(launch_browser, tmp_path_factory):
    """A browser whose microphone hears what is given, or may not be used."""
    browsers = {}

    def launch(spoken, allowed):
        if (spoken, allowed) not in browsers:
            arguments = list(ARGUMENTS)
            if allowed:
                file = recording(tmp_path_factory.mktemp("spoken") / "microphone.wav", *spoken)
                arguments += [
                    "--use-fake-ui-for-media-stream",
                    f"--use-file-for-fake-audio-capture={file}",
                ]
            else:
                arguments.append("--deny-permission-prompts")
            browsers[spoken, allowed] = launch_browser(*arguments)
        return browsers[spoken, allowed]

    yield launch
    for browser in browsers.values():
        browser.close()


@pytest.fixture
def open_page(launch, address):
    """Opens the page in a window of its own, logged in; it may not complain of anything."""
    windows, complaints = [], []

    def open_page(*spoken, allowed=True):
        window = launch(spoken or (60,), allowed).new_context()
        windows.append(window)
        page = window.new_page()
        page.set_viewport_size({"width": 1366, "height": 768})
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/phone")
        page.fill("#name", "clerk")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#phone[data-ready]")
        return page

    yield open_page
    for window in windows:
        window.close()
    # A browser itself reports a request that fails while it is offline.
    assert [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


def in_state(page, state):
    page.wait_for_selector(f"#phone[data-state={state}]")


def played(page, more_than=0):
    """Wait until the worklet has played so many samples; the number it has."""
    page.wait_for_function(
        "least => Number(document.getElementById('speaker').dataset.played ?? 0) > least",
        arg=more_than,
    )
    return int(page.get_attribute("#speaker", "data-played"))


def wait_for_words(page, who, words):
    page.wait_for_selector(f"#transcript .{who} .words:has-text('{words}')")


@speaks
def test_a_spoken_call(open_page):
    page = open_page(3, "status of my claim", 7, "four seven one one zero zero one one", 8)
    page.set_default_timeout(90_000)
    page.keyboard.press("Enter")
    in_state(page, "talking")
    wait_for_words(page, "said", "Hello, this is Benefitline")
    played(page, 8000)
    assert float(page.get_attribute("#speaker", "data-loudest")) > 0.02
    page.wait_for_function("() => document.getElementById('level').value > 0.01")
    wait_for_words(page, "heard", "status of my claim")  # over the greeting, which stops
    wait_for_words(page, "said", "claim reference")
    wait_for_words(page, "said", "old-age pension")
    page.keyboard.press("Escape")
    in_state(page, "idle")
    page.wait_for_selector("#transcript .heard .words:text-is('(hung up)')")


def test_a_call_by_mouse_and_keyboard(open_page):
    page = open_page()
    page.select_option("#language", "en")
    page.click("#call")
    in_state(page, "talking")
    before = played(page, 4000)
    page.click("[data-key='1']")  # over the greeting
    wait_for_words(page, "heard", "pressed 1")
    wait_for_words(page, "said", "claim reference")
    played(page, before + 4000)
    for key in "47110011":
        page.keyboard.press(key)
    wait_for_words(page, "said", "old-age pension")
    page.click("#hangup")
    in_state(page, "idle")
    assert page.is_disabled("[data-key='1']")
    page.wait_for_selector("#transcript .heard .words:text-is('(hung up)')")


def test_a_key_stops_the_prompt(open_page):
    """What is left of the greeting, several seconds, is not played."""
    page = open_page()
    page.keyboard.press("Enter")
    before = played(page, 8000)
    page.keyboard.press("*")
    page.keyboard.press("2")  # no such command: few words follow
    page.wait_for_function("() => document.getElementById('speaker').value === 0")
    assert int(page.get_attribute("#speaker", "data-played")) < before + 3 * mulaw.RATE


def test_without_a_microphone_one_listens_and_presses_keys(open_page):
    page = open_page(allowed=False)
    page.keyboard.press("Enter")
    in_state(page, "talking")
    played(page, 8000)
    assert "Listening and keys work" in page.inner_text("#microphone-state")
    page.keyboard.press("1")
    wait_for_words(page, "said", "claim reference")
    # Time goes on without a microphone: silence is noticed, and the question asked again.
    page.wait_for_selector("#transcript .heard .words:text-is('(silence)')", timeout=60_000)


def test_a_hand_off_says_that_nobody_is_called(open_page):
    page = open_page()
    page.keyboard.press("Enter")
    in_state(page, "talking")
    page.keyboard.press("0")
    in_state(page, "person")
    assert "Nobody is called in practice" in page.inner_text("#state")
    page.click("#unanswered")
    in_state(page, "keys")
    wait_for_words(page, "said", "call you back")
    page.keyboard.press("Escape")
    in_state(page, "idle")


def test_a_line_that_ends_the_call(open_page):
    page = open_page()
    page.keyboard.press("Enter")
    in_state(page, "talking")
    page.keyboard.press("*")
    page.keyboard.press("9")
    in_state(page, "ended")
    page.keyboard.press("Enter")
    in_state(page, "talking")


def test_a_text_conversation(open_page):
    page = open_page()
    page.wait_for_selector("#bubbles:empty")
    page.fill("#body", "status of my claim")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bubbles .ours:has-text('claim reference')")
    page.keyboard.type("47110011")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bubbles .ours:has-text('old-age pension')")
    assert page.locator("#bubbles .mine").count() == 2
    page.keyboard.type("Which papers do I need for a maternity benefit?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bubbles .segment + .segment")
    page.wait_for_selector("#bubbles small:has-text('segments')")
    page.select_option("#number", label="Number withheld")
    assert page.is_disabled("#body")
    assert page.is_visible("#no-number")


def test_a_text_that_a_call_promises_arrives(open_page, server):
    page = open_page()
    page.keyboard.press("Enter")
    in_state(page, "talking")
    for key, asked in (("6", "number you are calling from"), ("1", "morning"), ("1", "call you")):
        page.keyboard.press(key)
        wait_for_words(page, "said", asked)
    page.wait_for_selector("#bubbles .ours:has-text('we will call you back')")
    rows = server.store.database.connection.execute(
        "SELECT provider_id, error FROM outbox WHERE session_id IN (SELECT id FROM session)"
    )
    assert [tuple(row) for row in rows] == [("practice", None)]


def test_what_was_lost_is_sent_again(open_page):
    page = open_page()
    page.context.set_offline(True)
    page.fill("#body", "menu")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bubbles .trouble:has-text('cannot be reached')")
    page.context.set_offline(False)
    page.click("text=Send again")
    page.wait_for_selector("#bubbles .ours")
    assert page.locator("#bubbles .mine").count() == 1
    assert page.locator("#bubbles .trouble").count() == 0


def test_the_page_fits_its_window(open_page):
    page = open_page()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    for id_ in ("number", "language", "body", "microphone", "volume", "level", "speaker"):
        named = page.evaluate("id => document.getElementById(id).labels.length > 0", id_)
        assert named, id_


# Arithmetic -------------------------------------------------------------------------------------


def test_codec_is_the_same(open_page):
    page = open_page()
    samples = np.arange(-32768, 32768).astype(np.int16)
    ours = mulaw.encode(samples)
    theirs = page.evaluate(
        """async () => {
            const { encode } = await import("/console/static/phone/codec.js");
            return Array.from(encode(Int16Array.from({ length: 65536 }, (_, i) => i - 32768)));
        }"""
    )
    assert bytes(theirs) == ours
    decoded = page.evaluate(
        """async () => {
            const { decode } = await import("/console/static/phone/codec.js");
            return Array.from(decode(Uint8Array.from({ length: 256 }, (_, i) => i)));
        }"""
    )
    assert [round(value * 32768) for value in decoded] == mulaw.decode(bytes(range(256))).tolist()


@pytest.mark.parametrize(("start", "end"), [(48000, 8000), (44100, 8000), (8000, 48000)])
def test_resampling_keeps_speech_and_folds_nothing_back(open_page, start, end):
    page = open_page()
    measure = """async ([start, end, hertz]) => {
        const { Resampler } = await import("/console/static/phone/resampler.js");
        const { level } = await import("/console/static/phone/codec.js");
        const resampler = new Resampler(start, end);
        const out = [];
        for (let at = 0; at < start; at += 128) {
            const block = Float32Array.from(
                { length: 128 }, (_, i) => Math.sin(2 * Math.PI * hertz * (at + i) / start));
            out.push(...resampler.push(block));
        }
        return [out.length, level(out.slice(end / 10))];
    }"""
    loud = 0.5**0.5
    for hertz in (300, 1000, 3300):
        count, level = page.evaluate(measure, [start, end, hertz])
        assert abs(count - end) < end / 50
        assert level == pytest.approx(loud, rel=0.02)
    if start > end:
        for hertz in (4300, 5000, 7700, 12000):
            assert page.evaluate(measure, [start, end, hertz])[1] < loud / 300
