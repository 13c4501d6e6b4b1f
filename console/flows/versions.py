"""Every version of the texts that was ever in use, and the way back to any."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.access import needs, who
from console.desk import Desk
from console.flows.compared import compared
from console.texts import text
from conversation.authoring import NotNow
from conversation.authoring.authoring import LONGEST_REASON
from storage.rights import Right


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of versions, what one changed, and going back to one."""
    bench = desk.flows
    assert bench is not None

    def page(notice: str = "") -> str:
        return render_template(
            "console/flows/versions.html",
            versions=bench.authoring.versions.all(),
            number=bench.authoring.in_use.at()[0],
            notice=notice,
            longest=LONGEST_REASON,
        )

    @pages.get("/flow-versions")
    @needs(Right.READ_FLOWS)
    def flow_versions() -> str:
        return page()

    @pages.get("/flow-versions/<int:number>")
    @needs(Right.READ_FLOWS)
    def flow_version(number: int) -> str:
        version = bench.authoring.versions.get(number) if number < 2**63 else None
        if version is None and number != 0:
            abort(404)
        current = bench.authoring.in_use.at()[0]
        return render_template(
            "console/flows/version.html",
            number=number,
            version=version,
            current=current,
            brought=bench.publishing.differences(max(0, number - 1), number),
            back=bench.publishing.differences(current, number),
            flow_of={flow.file: flow for flow in bench.library.flows.values()},
            compared=compared,
            longest=LONGEST_REASON,
        )

    @pages.post("/flow-versions/<int:number>/roll-back")
    @needs(Right.PUBLISH_FLOWS)
    def roll_back_flows(number: int) -> BaseResponse | tuple[str, int]:
        try:
            bench.publishing.roll_back(who(), number, request.form.get("reason", ""))
        except NotNow as error:
            return page(text(f"flows.why.{error.why}")), 409
        return redirect(url_for("console.flow_versions"))
