"""Where this machine's Chromium is."""

import os
import shutil
from pathlib import Path

#: the first one is Chromium without the windows of a browser, which nobody looks at here: half the work
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def find_chromium() -> str | None:
    """The path that CHROMIUM names, else the first Chromium on PATH or in a usual place, else None."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = (shutil.which(name) for name in _NAMES)
    usual = (place for place in _PLACES if Path(place).exists())
    return next((path for path in found if path), None) or next(usual, None)
