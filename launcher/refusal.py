"""The one way to say no: a clear line for the operator and an exit code."""

import os


class Refusal(Exception):
    """The portal cannot do what was asked. The text is the one line the operator reads."""

    def __init__(self, reason: str, *, code: int = 1) -> None:
        super().__init__(reason)
        self.code = code


def invalid_setting(reason: str) -> Refusal:
    """A refusal because of an environment value; `reason` names it."""
    return Refusal(reason, code=os.EX_CONFIG)
