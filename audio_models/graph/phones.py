"""The phones a model is made of, and how each synthesiser's names become them.

Each language has a fixed set, so that a model does not depend on what happened to be in its
corpus: ARPAbet and the flap for English, which mixes several synthesisers; for Spanish and
Mandarin espeak-ng's phones, without those that differ only by their neighbours or are rare.
"""

from __future__ import annotations

SILENCE = "SIL"

_ENGLISH = """
AA AE AH AO AW AY B CH D DH DX EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH
UH UW V W Y Z ZH
"""
ENGLISH = tuple(_ENGLISH.split())

# TH: c and z of Spain; X: j; LL: ll where it is not said as y; NY: ñ; R: pero; RR: perro.
_SPANISH = "A B CH D E F G I K L LL M N NY O P R RR S T TH U X Y"
SPANISH = tuple(_SPANISH.split())

# Initials as in pinyin, then vowels. AE: a in an; AO: ao; AX: e in en, eng, de; E: e alone and in
# ge; ER: er; IE, IA, IU: ie, ia, iu; IR: i in zhi, chi, shi, ri; IZ: i in zi, ci, si; ONG: ong;
# UX: u in un; V: ü; VA, VE: üa in yuan, üe.
_MANDARIN = """
B C CH D F G H J K L M N NG P Q R S SH T W X Y Z ZH
A AE AI AO AX E EI ER I IA IE IR IU IZ O ONG OU U UX V VA VE
"""
MANDARIN = tuple(_MANDARIN.split())

OF_LANGUAGE = {"en": ENGLISH, "es": SPANISH, "zh": MANDARIN}
"""The phones of a model, without silence, by language."""

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

# Stops and the sounds that they become between vowels are one phone, and glides are vowels: no
# word differs by them alone. "@-" is the trace of a vowel between "r" and a consonant.
_ESPEAK_SPANISH = """
A       a A
A I     aI
A U     aU
B       b B v
CH      tS S
D       d D
E       e E
E I     eI
E U     eU
F       f
G       g Q
I       i j
K       k
L       l
LL      l^
M       m
N       n N
NY      n^
O       o
O I     oI
O U     oU
P       p p:
R       r ** *
RR      R2
S       s z
T       t
TH      T
T S     ts
U       u w
X       x
Y       J^ dZ
        @-
"""

# The vowels of uo, ui and uai come with a glide or are said to hold one; here it is always its own.
_ESPEAK_MANDARIN = """
A       A
AE      a
AI      ai
AO      Au
AX      @
B       p
C       tsh
CH      ts.h
D       t
E       o-
EI      ei
ER      @r
F       f
G       k
H       X
I       i
IA      iA
IE      iE
IR      i.
IU      iou
IZ      i[
J       tS
K       kh
L       l
M       m
N       n
NG      N N-
O       o
ONG     ong
OU      ou
P       ph
Q       tS;h
R       z.
S       s
SH      s.
T       th
U       u
UX      u@
V       y y@ yi
VA      y&
VE      yE
W       w
W AE    ua
W AI    uai
W EI    uei
W O     uo
X       S
Y       j
Z       ts
ZH      ts.
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
_SPANISH_MAP = _table(_ESPEAK_SPANISH)
_MANDARIN_MAP = _table(_ESPEAK_MANDARIN)


def _espeak_map(voice: str) -> dict[str, tuple[str, ...]]:
    base = voice.split("+")[0]
    if base.startswith("es"):
        return _SPANISH_MAP
    if base == "cmn":
        return _MANDARIN_MAP
    is_rhotic = base != "en" and not base.startswith("en-gb-x")
    return _RHOTIC_MAP if is_rhotic else _NON_RHOTIC_MAP


def from_espeak(name: str, voice: str) -> tuple[str, ...] | None:
    """The model's phones for one espeak-ng phone, or None for one that has no equivalent.

    `voice` is one of English, Spanish or Mandarin.
    """
    if name in _PAUSES or name.startswith("_"):
        return (SILENCE,)
    return _espeak_map(voice).get(name)


def from_festival(name: str) -> tuple[str, ...] | None:
    """The model's phones for one flite or festival phone, or None for an unknown one."""
    if name in _FESTIVAL:
        return _FESTIVAL[name]
    return (name.upper(),) if name.upper() in ENGLISH else None
