"""The phones a model is made of, and how each synthesiser's names become them.

English mixes several synthesisers, so their phones are mapped to one set (ARPAbet and the
flap). Any other language comes from espeak-ng alone and keeps espeak-ng's own mnemonics.
"""

from __future__ import annotations

SILENCE = "SIL"

_ENGLISH = """
AA AE AH AO AW AY B CH D DH DX EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH
UH UW V W Y Z ZH
"""
ENGLISH = tuple(_ENGLISH.split())

_PAUSES = ("", "?", "_", "_:", "_!", "_|", "_^_")

# ARPAbet, then the espeak-ng mnemonics that sound like it.
_ESPEAK_ENGLISH = """
AA      A: A 0 02 A#
AA R    A@
AE      a aa a2
AH      V @ @2 @- a# 3a
AH L    @L
AH M    m-
AH N    n-
AH R    VR
AO      O O: O2
AO R    O@ o@ O:3
AW      aU aU2
AW ER   aU@
AY      aI aI2
AY AH   aI@
AY ER   aI3
B       b
CH      tS
D       d d#
DH      D
DX      t#
EH      e E e2 E2 E#
EH R    e@ E@
ER      3 3: IR
EY      eI e:
F       f
G       g
HH      h H C
IH      I I2 I# I@
IH R    i@3
IY      i i: i2
IY AH   i@
JH      dZ
K       k x
L       l l/ l# l^
M       m
N       n
NG      N
OW      o oU oU# @U
OY      OI
P       p
R       r r/ r- R R2
S       s
SH      S
T       t t2 t[
TH      T
UH      U @5
UH R    U@
UW      u u: Y y
V       v
W       w w#
Y       j
Y UW    ju:
Z       z z#
ZH      Z
"""

# Voices of southern Britain do not sound an R after a vowel.
_NON_RHOTIC = """
AA      A@
AH      3
AO      O@ o@ O:3
AW AH   aU@
AY AH   aI3
EH AH   e@ E@
IH AH   i@3
UH AH   U@
"""

# The names festival and flite use beyond ARPAbet.
_FESTIVAL = {
    "ax": ("AH",),
    "axr": ("ER",),
    "ix": ("IH",),
    "ux": ("UW",),
    "el": ("AH", "L"),
    "em": ("AH", "M"),
    "en": ("AH", "N"),
    "hv": ("HH",),
    "nx": ("N",),
    **dict.fromkeys(("pau", "h#", "brth", "sil", "ssil", "#"), (SILENCE,)),
}


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Rows of "PHONE [PHONE] name name ..."; phones are upper case and columns eight wide."""
    table = {}
    for row in text.strip().splitlines():
        phones, names = tuple(row[:8].split()), row[8:].split()
        table.update(dict.fromkeys(names, phones))
    return table


_RHOTIC_MAP = _table(_ESPEAK_ENGLISH)
_NON_RHOTIC_MAP = _RHOTIC_MAP | _table(_NON_RHOTIC)


def _is_rhotic(voice: str) -> bool:
    base = voice.split("+")[0]
    return base != "en" and not base.startswith("en-gb-x")


def from_espeak(name: str, voice: str) -> tuple[str, ...] | None:
    """The model's phones for one espeak-ng phone, or None for one that has no equivalent."""
    if name in _PAUSES or name.startswith("_"):
        return (SILENCE,)
    if not voice.startswith("en"):
        return (name,)
    return (_RHOTIC_MAP if _is_rhotic(voice) else _NON_RHOTIC_MAP).get(name)


def from_festival(name: str) -> tuple[str, ...] | None:
    """The model's phones for one flite or festival phone, or None for an unknown one."""
    if name in _FESTIVAL:
        return _FESTIVAL[name]
    return (name.upper(),) if name.upper() in ENGLISH else None
