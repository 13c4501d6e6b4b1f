"""`confidence: {take: 0.8, confirm: 0.4}`: how sure a spoken answer must be."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.expects import Confidence


class Limits(BaseModel):
    """From `take` on an answer is taken, from `confirm` on it is asked about first; both 0 to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    take: float = Field(ge=0, le=1)
    confirm: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> "Limits":
        if self.confirm > self.take:
            raise ValueError("confirm must not be above take")
        return self


def plain(limits: Limits | None) -> Confidence | None:
    """As `Expects` has it."""
    return Confidence(limits.take, limits.confirm) if limits else None
