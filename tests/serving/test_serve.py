"""`manage.py serve`: when it starts, what it serves, and how it ends."""

import os
import re
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import psutil
import pytest

from annotator.accounts.management.commands import serve
from tests.browser.servers import MANAGE, REPOSITORY, free_port

MIB = 1024 * 1024


def refusal(folder, *arguments, **environment):
    """What `serve` says when it does not start."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [*MANAGE, "serve", *arguments],
        cwd=REPOSITORY,
        env={**inherited, "ANNOTATOR_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout
    return done.stderr


def test_it_does_not_start_on_a_database_that_is_not_up_to_date(tmp_path):
    said = refusal(tmp_path, "--port", str(free_port()))
    assert "The database is not up to date" in said
    assert "Traceback" not in said


def test_it_says_that_a_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = refusal(tmp_path, "--port", str(taken.getsockname()[1]))
    assert "Cannot listen on 127.0.0.1" in said


@pytest.mark.parametrize("unsafe", [{"DEBUG": "1"}, {"SECRET_KEY": "too-short"}], ids=["debug", "key"])
def test_it_does_not_start_unsafe_on_a_public_address(tmp_path, unsafe):
    settings = {"SITE_URL": "https://annotator.example", "SECRET_KEY": secrets.token_urlsafe(50), **unsafe}
    assert "not safe for a public address" in refusal(tmp_path, "--port", str(free_port()), **settings)


@pytest.fixture(scope="module")
def server(new_server):
    server = new_server()
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("host", "port", "site"),
    [
        ("127.0.0.1", 8001, "http://127.0.0.1:8001"),
        ("localhost", 8000, "http://localhost:8000"),
        ("192.0.2.7", 80, "http://192.0.2.7"),
        ("0.0.0.0", 8000, None),  # noqa: S104 - nothing is bound
        ("0.0.0.0", 9000, "http://127.0.0.1:9000"),  # noqa: S104
        ("::1", 8000, "http://[::1]:8000"),
        ("::", 8001, "http://[::1]:8001"),
        ("127.0.0.1", 8000, None),
    ],
)
def test_the_address_of_the_site_follows_where_it_is_served(monkeypatch, settings, host, port, site):
    """`None`: it is the default already, so that the usual start reads its settings once."""
    monkeypatch.setenv("SITE_URL", "")
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert serve._site_follows(host, port) is (site is not None)
    assert os.environ["SITE_URL"] == (site or "")


def test_an_address_that_somebody_set_stays(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://annotator.example")
    assert serve._site_follows("127.0.0.1", 8001) is False
    assert os.environ["SITE_URL"] == "https://annotator.example"


def test_a_link_in_a_mail_leads_to_the_port_that_is_served(new_server):
    server = new_server(SITE_URL="")
    del server.environment["SITE_URL"]
    server.manage("add_person", "mira", "--email", "mira@people.example")
    server.start()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(f"{server.url}/accounts/password/reset/", timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "email": "mira@people.example"}).encode()
    asked = urllib.request.Request(f"{server.url}/accounts/password/reset/", form, {"Origin": server.url})
    assert browser.open(asked, timeout=10).status == 200
    [mail] = (server.data_dir / "mail").iterdir()
    assert f"{server.url}/accounts/password/reset/key/" in mail.read_text()


def ask(server, path, **headers):
    request = urllib.request.Request(f"{server.url}{path}", headers=headers)
    try:
        return urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        return error


def test_static_files_are_hashed_compressed_and_kept_for_ever(server):
    page = ask(server, "/accounts/login/").read().decode()
    style = re.search(r'href="(/static/css/site\.[0-9a-f]{12}\.css)"', page).group(1)
    with ask(server, style, **{"Accept-Encoding": "br"}) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_missing_page_is_answered_in_our_words(server):
    with ask(server, "/no-such-page/") as answer:
        assert answer.status == 404
        assert "Nothing here" in answer.read().decode()


def announce(server, *headers):
    """Send the head of a POST and nothing of its body; return the answer's status."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        head = ["POST /accounts/login/ HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
        line.sendall("\r\n".join(head).encode())
        return int(line.recv(1000).split()[1])


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(server):
    assert announce(server, "Content-Length: 400000000") == 413


def test_a_body_of_unknown_size_is_refused_before_it_is_sent(server):
    assert announce(server, "Transfer-Encoding: chunked") == 411


def workers(server):
    """Those that answer requests; `manage.py work` is beside them."""
    children = psutil.Process(server.pid).children(recursive=True)
    return [child for child in children if "work" not in child.cmdline()]


def test_a_worker_stays_small_and_loads_no_extractor(server):
    for _ in range(40):
        ask(server, "/accounts/login/").read()
        ask(server, "/admin/login/").read()
    [worker] = workers(server)
    assert worker.memory_info().rss <= 130 * MIB
    if hasattr(worker, "memory_maps"):
        loaded = {os.path.basename(area.path) for area in worker.memory_maps()}
        assert not [name for name in loaded if name.startswith(("etree.", "nh3."))]


def test_a_worker_that_is_killed_comes_back(server):
    [worker] = workers(server)
    worker.kill()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not server.health():
        time.sleep(0.1)
    assert server.health()["status"] == "ok"


def test_it_ends_by_itself_and_with_0(new_server):
    """`stop` kills what has not ended after a while, and that would not be a 0."""
    server = new_server()
    server.start()
    assert server.stop() == 0
    assert server.health() == {}


def test_it_starts_again_after_a_kill_with_what_was_saved(new_server):
    server = new_server()
    server.start()
    server.manage("add_person", "mira")
    first = server.boot
    server.kill()
    server.start()
    assert server.boot != first
    count = "from annotator.accounts.models import User; print(User.objects.count())"
    assert server.manage("shell", "--no-imports", "-c", count).strip() == "1"
