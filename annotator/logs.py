"""What no log may hold: addresses that let their reader in."""

import re
from logging import LogRecord

_SECRET = re.compile(r"(/invitations/|/password/reset/key/)[^/\s?#]+")


def without_secrets(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


class HideSecrets:
    """A logging filter: invitation tokens and keys for a new password are cut out of every line."""

    def filter(self, record: LogRecord) -> bool:
        said = record.getMessage()
        hidden = without_secrets(said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
