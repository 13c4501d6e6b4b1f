"""A summary in the words of the staff's language: whispered to a clerk, or shown on the page."""

from __future__ import annotations

from collections.abc import Iterator

from conversation.summary import NUMBERS, Summary

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "from.voice": "A call in {language}, about {topic}.",
        "from.sms": "Texts in {language}, about {topic}.",
        "waited": "Waited for {minutes} min.",
        "waited.0": "Waited for less than a minute.",
        "asked": "The citizen asked for a person.",
        "not_understood": "The citizen was not understood.",
        "failure": "Something did not work on our side.",
        "silent": "The line was silent.",
        "upset": "The citizen is upset.",
        "heard": "Last heard: {value}.",
        "tried": "Tried: {value}.",
        "claim_reference": "Claim reference ending in {value}.",
        "insurance_number": "Insurance number ending in {value}.",
        "phone": "Phone number ending in {value}.",
        "option": "Chosen: {value}.",
        "place": "Place: {value}.",
        "text": "Asked: {value}.",
        "language.en": "English",
        "language.zh": "Chinese",
        "language.es": "Spanish",
        "topic.claim": "a claim",
        "topic.payment": "a payment",
        "topic.office": "an office",
        "topic.documents": "papers",
        "topic.question": "a question",
        "topic.complaint": "a complaint",
        "topic.general": "something not said yet",
        "and": ", ",
    },
    "zh": {
        "from.voice": "{language}来电，事由：{topic}。",
        "from.sms": "{language}短信，事由：{topic}。",
        "waited": "已等{minutes}分钟。",
        "waited.0": "等了不到一分钟。",
        "asked": "对方要求人工服务。",
        "not_understood": "没有听懂对方的话。",
        "failure": "我们的系统出了问题。",
        "silent": "没有听到声音。",
        "upset": "对方情绪激动。",
        "heard": "最后听到：{value}。",
        "tried": "办过：{value}。",
        "claim_reference": "申请编号尾号{value}。",
        "insurance_number": "社会保险号尾号{value}。",
        "phone": "电话尾号{value}。",
        "option": "选择：{value}。",
        "place": "地点：{value}。",
        "text": "问题：{value}。",
        "language.en": "英语",
        "language.zh": "普通话",
        "language.es": "西班牙语",
        "topic.claim": "申请",
        "topic.payment": "付款",
        "topic.office": "办事处",
        "topic.documents": "材料",
        "topic.question": "咨询",
        "topic.complaint": "意见",
        "topic.general": "还没有说",
        "and": "、",
    },
    "es": {
        "from.voice": "Llamada en {language}, sobre {topic}.",
        "from.sms": "Mensajes en {language}, sobre {topic}.",
        "waited": "Esperó {minutes} min.",
        "waited.0": "Esperó menos de un minuto.",
        "asked": "Pidió hablar con una persona.",
        "not_understood": "No se le entendió.",
        "failure": "Algo falló de nuestro lado.",
        "silent": "No se oía nada.",
        "upset": "Está muy molesto o molesta.",
        "heard": "Lo último que se oyó: {value}.",
        "tried": "Ya intentó: {value}.",
        "claim_reference": "Número de solicitud terminado en {value}.",
        "insurance_number": "Número de seguro terminado en {value}.",
        "phone": "Teléfono terminado en {value}.",
        "option": "Eligió: {value}.",
        "place": "Lugar: {value}.",
        "text": "Preguntó: {value}.",
        "language.en": "inglés",
        "language.zh": "chino",
        "language.es": "español",
        "topic.claim": "una solicitud",
        "topic.payment": "un pago",
        "topic.office": "una oficina",
        "topic.documents": "papeles",
        "topic.question": "una pregunta",
        "topic.complaint": "una queja",
        "topic.general": "algo que aún no dijo",
        "and": ", ",
    },
}


def sentences(summary: Summary, language: str, waiting_s: float | None = None) -> list[str]:
    """The summary, a sentence a line, what matters most first.

    language: of the staff; English where it is none of ours. waiting_s: how long the citizen has
    been waiting, in seconds; None leaves it out.
    """
    return list(_sentences(summary, language if language in _WORDS else "en", waiting_s))


def _sentences(summary: Summary, language: str, waiting_s: float | None) -> Iterator[str]:
    words = _WORDS[language]
    topic = words.get(f"topic.{summary.topic}") or summary.about.get(language)
    topic = topic or summary.topic.replace("_", " ")
    spoken = words.get(f"language.{summary.language}", summary.language)
    yield words[f"from.{summary.channel}"].format(language=spoken, topic=topic)
    if summary.reason:
        yield words[summary.reason]
    if summary.upset:
        yield words["upset"]
    for type_, value in summary.given:
        spaced = " ".join(value) if type_ in NUMBERS else value
        yield words[type_].format(value=spaced)
    if titles := summary.tried.get(language, ()):
        yield words["tried"].format(value=words["and"].join(titles))
    if summary.heard:
        yield words["heard"].format(value=summary.heard.rstrip(".。"))
    if waiting_s is not None:
        minutes = int(waiting_s // 60)
        yield words["waited" if minutes else "waited.0"].format(minutes=minutes)
