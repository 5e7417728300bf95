"""`python -m tests.browser.seeding module:function '[arguments]'`: fill a server's database, print JSON."""

import json
import os
import sys
from importlib import import_module


def main(target: str, arguments: str = "[]") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
    import django

    django.setup()
    module, name = target.split(":")
    answer = getattr(import_module(module), name)(*json.loads(arguments))
    sys.stdout.write("\n" + json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
