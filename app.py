"""The application: every part is made here and handed to those that need it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import prometheus_client
from flask import Flask, Response, jsonify, request
from werkzeug.middleware.proxy_fix import ProxyFix

from benefits import knowledge
from benefits.country import local
from benefits.hours import Desk as Counter
from benefits.hours import Hours
from benefits.phones import is_fictional
from benefits.seed import well_known
from console.desk import Desk
from console.flow_bench import Bench
from console.flow_measures import Measures, Prices
from console.help.desk import Help, Length
from console.install import install as install_console
from console.line import Arrived, Borrowed, Line
from console.overhearing import Overhearing
from console.phone import same_origin
from console.registry_api import RegistryApi
from console.registry_api import install as install_registry
from console.telling import Telling
from conversation import found_limits, logs
from conversation.authoring import Authoring, Checks, Publishing
from conversation.call_backs import CallBacks, Rules
from conversation.calling import Calling
from conversation.continuity import Continuity
from conversation.counting import Counting
from conversation.ears import Registries
from conversation.flows_in_use import FlowsInUse
from conversation.handing_over import HandingOver
from conversation.helping import Helping
from conversation.jobs.office import Office
from conversation.live import Live
from conversation.outbound import Outbound
from conversation.practice import borrowed
from conversation.recorder import Recorder
from conversation.resumption import Resuming, Resumption
from conversation.retention import Retention
from conversation.teaching.running import Running
from conversation.teaching.switching import Switching
from conversation.teaching.teaching import Teaching
from conversation.turn import Turns
from conversation.understanding import Understands
from conversation.whispering import Whispering
from conversation.world import world
from flows import Library
from flows.check.length import seconds
from intents import Understander, language
from intents.limits import load as usual_limits
from intents.matching.encoding import Encoder, installed
from intents.matching.remembering import kept
from intents.wording import Lesson
from provider.kept import Kept
from provider.sender import Sender
from provider.signature import Guard
from provider.sim_swap import SimSwapApi
from settings import LANGUAGES, Settings
from sms import webhooks as sms
from sms.answering import Answering
from sms.economy import economical
from sms.measuring import sending
from sms.practice import PracticeTexts, segments_of
from sms.segments import room, segments
from storage.audio_files import AudioFiles
from storage.audit import Audit
from storage.broken_calls import BrokenCalls
from storage.callbacks import Callbacks
from storage.calls_out import CallsOut
from storage.case_subjects import read_old
from storage.change_sets import ChangeSets
from storage.conversations import Conversations
from storage.database import Database
from storage.figures import Figures, Folding
from storage.flow_versions import FlowVersions
from storage.handoffs import Handoffs
from storage.hints import Hints
from storage.institution.access import Access
from storage.institution.client import Institution, Peer
from storage.institution.registry import InstitutionRegistry
from storage.institution.signing import Signer
from storage.logins import Logins
from storage.misunderstood import Queue
from storage.old_records import OldRecords
from storage.outbox import Outbox
from storage.recordings import Recordings
from storage.registry import Outside, SqlRegistry
from storage.staffing import Staffing
from storage.takeovers import Takeovers
from storage.teaching_runs import Runs
from storage.texts import Texts
from storage.unanswered import Unanswered
from storage.vault import Vault
from storage.watching import Watching
from storage.wrap_ups import WrapUps
from voice import ahead, listening_in
from voice import webhooks as voice
from voice.practice import PracticeCalls
from voice.prompts import Prompts
from voice.recogniser import Models
from voice.samples import sample
from voice.switchboard import Switchboard, VoiceConfig

LOCAL = {"127.0.0.1", "::1"}


def utc_now() -> datetime:
    """The time that everything is stamped with, comparable as text the whole year round."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The whole server. clock: the time in UTC, with its zone; tests set their own day."""
    logs.configure()
    app = Flask("benefitline", static_folder=None)
    app.secret_key = settings.secret_key
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    vault = Vault(settings.encryption_keys)
    database = Database(settings.database)
    database.migrate()
    read_old(database, vault)
    guard = Guard(settings.auth_token, settings.public_url)
    texts = Texts(database, vault)
    handing_over = HandingOver(
        Handoffs(database, vault),
        Counter(Hours.parse(settings.desk_hours), timedelta(minutes=settings.long_wait)),
        settings.staff_language or settings.default_language,
        clock,
    )
    resumption = Resumption(BrokenCalls(database, vault), texts, _resuming(settings))
    continuity = Continuity(resumption, handing_over)
    files = AudioFiles(settings.data_dir / "calls", vault)
    recordings = Recordings(database, vault, files)
    recorder = Recorder(recordings, settings.recording == "ask")
    in_use = FlowsInUse(Library.load(), FlowVersions(database))
    audit = Audit(database, clock)
    changes = ChangeSets(database, audit, clock)
    switching = _switching(settings, changes)
    language.prepare()
    knowledge.prepare(settings.cache_dir / "articles")
    understander = switching.understander
    turns = _turns(settings, in_use, database, vault, clock, continuity, recorder, understander)
    live = Live()
    sender = _sender(settings)
    outbound = Outbound(
        Outbox(database, vault),
        texts,
        sender,
        settings.phone_number,
        clock,
        economical,
        lambda text: segments(text).count,
        local,
    )
    calls_out = CallsOut(database, vault)
    call_backs = CallBacks(calls_out, texts, settings.phone_number, _rules(settings), clock)
    calling = Calling(calls_out, call_backs, sender, settings.public_url, clock)
    board = _switchboard(settings, turns, guard, live, call_backs, handing_over)
    if settings.prepare == "on":
        ahead.start(board.prompts, in_use())
        if settings.max_streams:
            hear = (settings.default_language,)
            Thread(target=board.models.prepare, args=hear, name="model", daemon=True).start()
    folding = Folding(database, vault, local)
    counting = Counting(folding, clock)
    old_records = OldRecords(database, _kept(settings))
    retention = Retention(recordings, timedelta(days=settings.recording_days), clock, old_records)
    app.extensions["benefitline"] = {
        "turns": turns,
        "outbound": outbound,
        "calling": calling,
        "call_backs": call_backs,
        "retention": retention,
        "counting": counting,
        "switching": switching,
        "database": database,
        "board": board,
    }

    answering = Answering(turns, texts, _language_of(turns), clock)
    voice.register_socket(app, board, partial(same_origin, settings.public_url))
    app.register_blueprint(voice.blueprint(board))
    app.register_blueprint(
        sms.blueprint(
            answering,
            guard,
            texts,
            status_url=f"{settings.public_url}/sms/status",
            now=clock,
        )
    )
    logins = Logins.of(database, vault, audit, clock, settings.staff_totp)
    telling = app.extensions["telling"] = Telling(settings.news_pages)
    install_console(
        app,
        Desk(
            watching=Watching(database, vault),
            logins=logins,
            staffing=Staffing(database, logins.staff, logins.lock_outs, audit),
            live=live,
            recordings=recordings,
            audit=audit,
            office=Office.of(database, partial(SqlRegistry, database, vault), clock),
            flows=_bench(settings, database, in_use, audit, board.prompts, clock),
            figures=Figures(database, folding),
            teaching=Teaching(
                Queue(database),
                changes,
                teaching_runs(settings, Runs(database, clock)),
                Unanswered(database, vault),
                switching.soon,
                semantic=settings.semantic == "on",
            ),
            callbacks=Callbacks(database),
            library=in_use(),
            overhearing=Overhearing(
                partial(same_origin, settings.public_url),
                lambda environ, session: listening_in.serve(environ, board.listeners, session),
            ),
            help=_help(turns, database, vault, handing_over, texts, live, clock, settings),
            line=_practice_line(board, PracticeTexts(answering, turns), database, vault),
            prices=Prices.read(settings.data_dir / "prices.yaml"),
            clock=clock,
            telling=telling,
        ),
        secure_cookies=settings.secure_cookies,
        compiled=settings.cache_dir / "templates",
    )
    if not settings.registry_url:  # else the records are not ours to show
        our_id = urlsplit(settings.public_url).hostname or ""
        install_registry(app, RegistryApi.of(database, vault, settings.secret_key, our_id, clock))
    _install_health(app, database)
    outbound.start()
    calling.start()
    retention.start()
    counting.start()
    switching.start()
    return app


def _turns(
    settings: Settings,
    in_use: FlowsInUse,
    database: Database,
    vault: Vault,
    clock: Callable[[], datetime],
    continuity: Continuity,
    recorder: Recorder,
    understander: Understands,
) -> Turns:
    return Turns(
        Conversations(database, vault),
        registries(settings, database, vault, clock),
        understander,
        in_use,
        settings.default_language,
        clock,
        continuity,
        recorder,
        settings.survey_share,
        lambda text, answer: (segments(text).count, segments(economical(answer)).count),
        Hints(database, vault),
    )


def _switching(settings: Settings, changes: ChangeSets) -> Switching:
    """What sentences mean is worked out in minutes the first time: until then, calls are served
    without it."""
    load = partial(_understander, settings)
    if settings.semantic == "off":
        return Switching(changes, load)
    encoder = installed()
    with_meaning = partial(load, encoder=encoder)
    soon = kept(encoder, settings.cache_dir / "intents")
    return Switching(changes, with_meaning, at_first=None if soon else load)


def _understander(
    settings: Settings, lessons: Sequence[Lesson], encoder: Encoder | None = None
) -> Understander:
    """With the limits that this installation has found, and the examples that it has learnt."""
    found = found_limits.read(settings.data_dir / found_limits.NAME)
    return Understander.load(
        limits=usual_limits().with_steps(found),
        cache=settings.cache_dir / "intents",
        lessons=lessons,
        encoder=encoder,
    )


def teaching_runs(settings: Settings, runs: Runs) -> Running:
    """Starts trials of examples in processes of their own; they get no key and no secret."""
    places = {"data": settings.data_dir, "cache": settings.cache_dir, "database": settings.database}
    options = [f"--{name}={place.absolute()}" for name, place in places.items()]
    options += ["--semantic"] if settings.semantic == "on" else []
    command = [sys.executable, "-m", "cli.teaching_worker", *options]
    return Running(runs, settings.data_dir / "teaching.lock", command, Path(__file__).parent)


def registries(
    settings: Settings, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> Registries:
    """What makes the registry of each turn and job: our own, or the institution's over HTTP."""
    outside = _outside(settings)
    if not settings.registry_url:
        return partial(SqlRegistry, database, vault, outside=outside)
    url = settings.registry_url
    institution = Institution(
        Access(
            url,
            settings.registry_token_url or f"{url}/oauth2/client/token",
            settings.registry_client_id,
            settings.registry_secret,
        ),
        Peer(
            settings.registry_receiver_id or urlsplit(url).hostname or "",
            settings.registry_type,
            settings.registry_public_key,
        ),
        Signer(settings.secret_key),
        settings.registry_timeout,
        clock,
    )
    patience_s = settings.registry_patience
    return partial(InstitutionRegistry, institution, patience_s, database, vault, outside=outside)


def _switchboard(
    settings: Settings,
    turns: Turns,
    guard: Guard,
    live: Live,
    call_backs: CallBacks,
    handing_over: HandingOver,
) -> Switchboard:
    config = VoiceConfig(
        public_url=settings.public_url,
        max_streams=settings.max_streams,
        handoff_number=settings.handoff_number,
        handoff_workflow=settings.handoff_workflow,
        account_sid=settings.account_sid,
        auth_token=settings.auth_token,
        api_url=settings.twilio_api_url or "https://api.twilio.com",
        default_language=settings.default_language,
        streams_enabled=settings.max_streams > 0,
        missed_call_number=settings.missed_call_number,
    )
    models = Models(settings.data_dir / "models")
    prompts = Prompts(settings.data_dir / "prompts", settings.data_dir / "recordings")
    return Switchboard(
        turns,
        guard,
        live,
        models,
        prompts,
        config,
        call_backs=call_backs,
        handing_over=handing_over,
    )


def _outside(settings: Settings) -> Outside:
    url = settings.sim_swap_url
    return Outside(
        frozenset(settings.office_phones),
        SimSwapApi(url, settings.sim_swap_token, settings.sim_swap_hours) if url else None,
    )


def _kept(settings: Settings) -> dict[str, timedelta]:
    days = {
        "identifications": settings.identification_days,
        "codes": settings.code_days,
        "registry searches": settings.registry_search_days,
        "letters": settings.letter_days,
    }
    return {name: timedelta(days=number) for name, number in days.items()}


def _rules(settings: Settings) -> Rules:
    return Rules(
        hours=Hours.parse(settings.call_back_hours),
        most_a_day=settings.call_backs_a_day,
        apart=timedelta(minutes=settings.call_back_pause),
        most_an_hour=settings.call_backs_an_hour,
    )


def _resuming(settings: Settings) -> Resuming:
    return Resuming(
        within=timedelta(minutes=settings.resume_within),
        texts=settings.resume_texts,
        text_hours=Hours.parse(settings.text_hours),
    )


def _sender(settings: Settings) -> Sender | Kept:
    if settings.outgoing == "keep":
        return Kept()
    return Sender(
        settings.account_sid,
        settings.auth_token,
        settings.twilio_api_url or None,
        f"{settings.public_url}/sms/status",
    )


def _practice_line(
    board: Switchboard, texts: PracticeTexts, database: Database, vault: Vault
) -> Line:
    """What the practice telephone talks to."""
    outbox = Outbox(database, vault)
    registry = SqlRegistry(database, vault, [], "", utc_now())

    def arrived(session_id: str, after: int) -> list[Arrived]:
        return [
            Arrived(text.id, borrowed(text.to), segments_of(text.body))
            for text in outbox.practised(session_id, after)
        ]

    def people() -> list[Borrowed]:
        return [
            Borrowed(
                name=f"{one['given_name']} {one['surname']}",
                number=one["phones"][0],
                insurance_number=one["insurance_number"],
                claims=[claim["reference"] for claim in one["claims"]],
                pin=one["pin"],
            )
            for one in well_known()
            if one["phones"] and registry.person(one["insurance_number"])
        ]

    return Line(PracticeCalls(board), texts, arrived, people, is_fictional, LANGUAGES)


def _bench(
    settings: Settings,
    database: Database,
    in_use: FlowsInUse,
    audit: Audit,
    prompts: Prompts,
    clock: Callable[[], datetime],
) -> Bench:
    """What authors of flows work with: the channels' own measures and voice."""
    authoring = Authoring(database, in_use, audit, Checks(world(sending)), clock)
    measures = Measures(
        seconds,
        lambda text: segments(economical(text)),
        partial(sample, prompts),
        Prices.read(settings.data_dir / "prices.yaml"),
    )
    return Bench(authoring, Publishing(authoring, partial(ahead.render_new, prompts)), measures)


def _help(
    turns: Turns,
    database: Database,
    vault: Vault,
    handing_over: HandingOver,
    texts: Texts,
    live: Live,
    clock: Callable[[], datetime],
    settings: Settings,
) -> Help:
    """What staff help with."""
    stored, takeovers = Conversations(database, vault), Takeovers(database)
    made = registries(settings, database, vault, clock)
    wrap_ups = WrapUps(database, vault)
    return Help(
        Helping(turns, stored, takeovers, wrap_ups, handing_over, made, texts, clock),
        Whispering(turns, stored, takeovers, Hints(database, vault), texts, live, clock),
        _length,
    )


def _length(text: str) -> Length:
    sent = segments(economical(text))
    return Length(sent.count, sent.units, room(sent))


def _language_of(turns: Turns) -> Callable[[str], str | None]:
    def language_of(session: str) -> str | None:
        last = turns.last("sms", session)
        return last.language if last else None

    return language_of


def _install_health(app: Flask, database: Database) -> None:
    @app.get("/health")
    def health() -> Response:
        database.connection.execute("SELECT 1")
        return jsonify(ok=True)

    @app.get("/metrics")
    def metrics() -> Response | tuple[str, int]:
        if request.remote_addr not in LOCAL or "X-Forwarded-For" in request.headers:
            return "Metrics are for this machine only.", 403
        return Response(prometheus_client.generate_latest(), content_type="text/plain")
