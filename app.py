"""The application: every part is made here and handed to those that need it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread
from urllib.parse import urlsplit

import prometheus_client
from flask import Flask, Response, jsonify, request
from werkzeug.middleware.proxy_fix import ProxyFix

from benefits import knowledge
from benefits.country import local
from benefits.hours import Desk, Hours
from benefits.phones import is_fictional
from benefits.seed import well_known
from console.flow_bench import Bench
from console.flow_measures import Measures, Prices
from console.install import install as install_console
from console.line import Arrived, Borrowed, Line
from console.phone import same_origin
from console.registry_api import RegistryApi
from console.registry_api import install as install_registry
from conversation import found_limits, logs
from conversation.authoring import Authoring, Checks, Publishing
from conversation.call_backs import CallBacks, Rules
from conversation.calling import Calling
from conversation.continuity import Continuity
from conversation.counting import Counting
from conversation.flows_in_use import FlowsInUse
from conversation.handing_over import HandingOver
from conversation.jobs.office import Office
from conversation.live import Live
from conversation.outbound import Outbound
from conversation.practice import borrowed
from conversation.recorder import Recorder
from conversation.resumption import Resuming, Resumption
from conversation.retention import Retention
from conversation.turn import Registries, Turns
from conversation.world import world
from flows import Library
from flows.check.length import seconds
from intents import Understander
from intents.limits import load as usual_limits
from provider.sender import Sender
from provider.signature import Guard
from provider.sim_swap import SimSwapApi
from settings import LANGUAGES, Settings
from sms import webhooks as sms
from sms.answering import Answering
from sms.economy import economical
from sms.measuring import sending
from sms.practice import PracticeTexts, segments_of
from sms.segments import segments
from storage.audio_files import AudioFiles
from storage.audit import Audit
from storage.broken_calls import BrokenCalls
from storage.calls_out import CallsOut
from storage.case_subjects import read_old
from storage.conversations import Conversations
from storage.database import Database
from storage.figures import Figures, Folding
from storage.flow_versions import FlowVersions
from storage.handoffs import Handoffs
from storage.institution.access import Access
from storage.institution.client import Institution, Peer
from storage.institution.registry import InstitutionRegistry
from storage.institution.signing import Signer
from storage.logins import Logins
from storage.outbox import Outbox
from storage.recordings import Recordings
from storage.registry import Outside, SqlRegistry
from storage.staffing import Staffing
from storage.texts import Texts
from storage.vault import Vault
from storage.watching import Watching
from voice import ahead
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
        Desk(Hours.parse(settings.desk_hours), timedelta(minutes=settings.long_wait)),
        settings.staff_language or settings.default_language,
        clock,
    )
    resumption = Resumption(BrokenCalls(database, vault), texts, _resuming(settings))
    continuity = Continuity(resumption, handing_over)
    files = AudioFiles(settings.data_dir / "calls", vault)
    recordings = Recordings(database, vault, files)
    recorder = Recorder(recordings, settings.recording == "ask")
    in_use = FlowsInUse(Library.load(), FlowVersions(database))
    turns = _turns(settings, in_use, database, vault, clock, continuity, recorder)
    live = Live()
    sender = _sender(settings)
    outbound = Outbound(
        Outbox(database, vault),
        texts,
        sender,
        settings.phone_number,
        clock,
        economical,
    )
    calls_out = CallsOut(database, vault)
    call_backs = CallBacks(calls_out, texts, settings.phone_number, _rules(settings), clock)
    calling = Calling(calls_out, call_backs, sender, settings.public_url, clock)
    board = _switchboard(settings, turns, guard, live, call_backs, handing_over)
    ahead.start(board.prompts, in_use())
    Thread(target=knowledge.prepare, name="knowledge", daemon=True).start()
    folding = Folding(database, vault, local)
    counting = Counting(folding, clock)
    retention = Retention(recordings, timedelta(days=settings.recording_days), clock)
    app.extensions["benefitline"] = {
        "turns": turns,
        "outbound": outbound,
        "calling": calling,
        "call_backs": call_backs,
        "retention": retention,
        "counting": counting,
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
    audit = Audit(database, clock)
    logins = Logins.of(database, vault, audit, clock, settings.staff_totp)
    install_console(
        app,
        watching=Watching(database, vault),
        logins=logins,
        staffing=Staffing(database, logins.staff, logins.lock_outs, audit),
        live=live,
        recordings=recordings,
        figures=Figures(database, folding),
        audit=audit,
        office=Office.of(database, partial(SqlRegistry, database, vault), clock),
        flows=_bench(settings, database, in_use, audit, board.prompts, clock),
        secure_cookies=settings.secure_cookies,
        line=_practice_line(board, PracticeTexts(answering, turns), database, vault),
        prices=Prices.read(settings.data_dir / "prices.yaml"),
        clock=clock,
    )
    if not settings.registry_url:  # else the records are not ours to show
        our_id = urlsplit(settings.public_url).hostname or ""
        install_registry(app, RegistryApi.of(database, vault, settings.secret_key, our_id, clock))
    _install_health(app, database)
    outbound.start()
    calling.start()
    retention.start()
    counting.start()
    return app


def _turns(
    settings: Settings,
    in_use: FlowsInUse,
    database: Database,
    vault: Vault,
    clock: Callable[[], datetime],
    continuity: Continuity,
    recorder: Recorder,
) -> Turns:
    found = found_limits.read(settings.data_dir / found_limits.NAME)
    return Turns(
        Conversations(database, vault),
        _registries(settings, database, vault, clock),
        Understander.load(
            limits=usual_limits().with_steps(found), cache=settings.cache_dir / "intents"
        ),
        in_use,
        settings.default_language,
        clock,
        continuity,
        recorder,
        settings.survey_share,
        lambda text, answer: (segments(text).count, segments(economical(answer)).count),
    )


def _registries(
    settings: Settings, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> Registries:
    """What makes the registry of each turn: our own, or the institution's over HTTP."""
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


def _sender(settings: Settings) -> Sender:
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
