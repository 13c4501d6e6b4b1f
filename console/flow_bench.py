"""What the pages about flows work with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort

from console.flow_measures import Measures
from conversation.authoring import Authoring, NotNow, Publishing, TextAt, text_at
from flows.flow import Flow
from flows.library import Library
from storage.flow_changes import Change, DraftText


@dataclass(frozen=True)
class Bench:
    """Drafts and versions of texts, with what it takes to say them; `app.py` hands it over."""

    authoring: Authoring
    publishing: Publishing
    measures: Measures

    @property
    def library(self) -> Library:
        """The flows in use."""
        return self.authoring.in_use()

    def flow(self, name: str) -> Flow:
        """A flow in use; the page for missing pages where there is none."""
        found = self.library.flows.get(name)
        if found is None:
            abort(404)
        return found

    def text(self, flow: str, path: str) -> TextAt:
        """A text as it is in use; the page for missing pages where there is none."""
        found = text_at(self.library, flow, path)
        if found is None:
            abort(404)
        return found

    def change(self, number: int) -> Change:
        """A change; the page for missing pages where there is none."""
        try:
            return self.authoring.change(number)
        except NotNow:
            abort(404)

    def drafted(self, author: str, text: TextAt) -> dict[str, DraftText]:
        """What an author has in their draft of a text, by language."""
        draft = self.authoring.changes.draft_of(author)
        return dict(self._drafted(draft, text)) if draft else {}

    def _drafted(self, draft: Change, text: TextAt) -> Iterator[tuple[str, DraftText]]:
        for one in self.authoring.changes.texts(draft.id):
            if (one.file, one.path) == (text.file, text.path):
                yield one.language, one
