"""What happens in the server's database: people with something to read before the run, what is stored after it."""

import uuid
from typing import Any

WORDS = 100


def sign_in(coders: int, saves: int) -> list[dict[str, Any]]:
    """Store one study and one article; each coder is signed in and has a reading of their own.

    Answers, for each, the cookie of the session and their share of the `saves` to make, no two on the same words.
    """
    from django.db import transaction

    from tests.factories.articles import make_article
    from tests.factories.studies import StudyFactory, add_to_study

    with transaction.atomic():
        study = StudyFactory()
        shares = [saves // coders + (number < saves % coders) for number in range(coders)]
        words = " ".join(f"w{number:02}" for number in range(WORDS))
        article = make_article(*[words] * -(-shares[0] // WORDS), language="en")
        add_to_study(study, article)
        return [_coder(study, article, share) for share in shares]


def _coder(study: Any, article: Any, share: int) -> dict[str, Any]:
    from tests.factories.annotations import make_reading

    reading = make_reading(study=study, article=article, started_at=None)
    claim_type = study.claim_types.get(code="event").pk
    places = [(p.pk, number) for p in article.paragraphs.all() for number in range(WORDS)]
    return {
        "cookie": _session_of(reading.coder),
        "saves": [
            {
                "id": str(uuid.uuid4()),
                "reading": reading.pk,
                "paragraph": paragraph,
                "start": 4 * number,
                "quote": f"w{number:02}",
                "claim_type": claim_type,
            }
            for paragraph, number in places[:share]
        ],
    }


def _session_of(person: Any) -> str:
    """The cookie of a browser in which this person has just signed in, past the throttle of the sign-in page."""
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def stored() -> dict[str, Any]:
    """Every annotation of the database, and what the database says about its own file."""
    from django.db import connection
    from django.db.models import Count, F, Q

    from annotator.annotations.models import Annotation

    sources = Count("role_spans", filter=Q(role_spans__role="source"))
    rows = Annotation.objects.annotate(sources=sources, started=F("reading__started_at")).values_list(
        "id", "reading_id", "paragraph_id", "start", "quote", "sources", "started"
    )
    return {
        "rows": [[str(pk), *values, started is not None] for pk, *values, started in rows.order_by("id")],
        "trouble": _trouble_with_the_file(connection),
    }


def _trouble_with_the_file(connection: Any) -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        said = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
    return [line for line in said if line != "ok"] + [f"orphan: {row}" for row in orphans]


def how_it_is_kept() -> str:
    from django.db import connection

    from annotator.databases import describe

    return describe(connection)
