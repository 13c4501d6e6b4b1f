"""What is counted and timed about calls."""

from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)

STREAMS = Gauge("benefitline_voice_streams", "Media streams open now")
FIRST_AUDIO = Histogram(
    "benefitline_voice_first_audio_seconds",
    "From the start of a stream to its first frame of audio",
    buckets=_FAST,
)
REPLY = Histogram(
    "benefitline_voice_reply_seconds",
    "From the end of an answer (its closing silence included) to the first frame of the reply",
    buckets=_FAST,
)
RECOGNISERS = Gauge("benefitline_voice_recognisers", "Recognisers that are hearing somebody now")
REFUSED = Counter("benefitline_voice_refused_sockets", "Sockets that were closed", ["reason"])
SKIPPED = Counter("benefitline_voice_skipped_messages", "Stream messages that made no sense")
FILLERS = Counter("benefitline_voice_fillers", "Times a caller was told to wait for a reply")
LAG = Gauge("benefitline_voice_lag_seconds", "How far behind the latest stream is heard")
BY_KEYS = Gauge("benefitline_voice_streams_by_keys", "Streams not listened to, being too many")
RESUMED = Counter(
    "benefitline_voice_resumed_prompts", "Prompts that went on after an interruption by nothing"
)
FALLBACKS = Counter("benefitline_voice_fallbacks", "Calls without a stream", ["reason"])
FAILURES = Counter("benefitline_voice_failures", "Faults of ours that a caller met", ["where"])
MISSED = Counter("benefitline_voice_missed_calls", "Calls for nothing, to be rung back", ["answer"])
