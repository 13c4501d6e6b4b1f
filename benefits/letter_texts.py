"""What letters say that are written here; of the others the post room has forms of its own."""

from __future__ import annotations

from collections.abc import Mapping

_PIN = {
    "en": "You, or somebody who gave your insurance number and date of birth, asked for this "
    "letter.\nWith this code you can choose a PIN for our telephone line:\n\n        {code}\n\n"
    "Call us, say: new PIN, and key in your insurance number and the code.\n"
    "The code is good for 30 days and for one PIN. Nobody of ours ever asks you for it.\n"
    "If it was not you who asked, please call us and destroy this letter.",
    "zh": "您本人，或知道您社会保险号和出生日期的人，申请了这封信。\n"
    "用下面的验证码可以设定电话热线的密码：\n\n        {code}\n\n"
    "请打电话来，说“新密码”，再按出社会保险号和验证码。\n"
    "验证码30天内有效，只能设一次密码。我们的工作人员从不问您验证码。\n"
    "如果不是您申请的，请来电，并销毁此信。",
    "es": "Usted, o alguien que dio su número de seguro y su fecha de nacimiento, pidió esta "
    "carta.\nCon este código puede elegir un PIN para nuestra línea telefónica:\n\n        {code}"
    "\n\nLlámenos, diga: PIN nuevo, y marque su número de seguro y el código.\n"
    "El código vale 30 días y para un solo PIN. Nadie nuestro se lo pedirá nunca.\n"
    "Si no fue usted quien la pidió, llámenos y destruya esta carta.",
}


def text_of(kind: str, language: str, details: Mapping[str, str]) -> str:
    """The letter's text; for a kind that has none here, what the post room has to know."""
    if kind == "pin_code":
        code = " ".join(details["code"])
        return _PIN.get(language, _PIN["en"]).format(code=code)
    return "\n".join([kind, *(f"{name}: {value}" for name, value in details.items())])
