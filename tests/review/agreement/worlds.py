"""Articles to measure, by hand and at random."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from annotator.review.agreement import ArticleReadings, Mark, ParagraphText

MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
CLAIMS = ("causal", "event", "state")


def text(id_=1, words=10, per_sentence=5, left_out=""):
    """Words of four letters with a space between, in sentences of so many."""
    tokens = [(at * 5, at * 5 + 4) for at in range(words)]
    sentences = [
        (some[0][0], some[-1][1]) for some in (tokens[at : at + per_sentence] for at in range(0, words, per_sentence))
    ]
    return ParagraphText(id_, words * 5 - 1, sentences, tokens, left_out)


def mark(coder, start, end, claim="event", paragraph=1, id_=None, **facets):
    given = {"claim_type": claim, **facets} if claim else facets
    return Mark(id_ or f"{coder}-{paragraph}-{start}-{end}-{claim}", coder, paragraph, start, end, given)


def article(*marks, id_=1, coders=("ana", "ben"), texts=None, days=0, **more):
    finished = {coder: MONDAY + timedelta(days=days, minutes=at) for at, coder in enumerate(coders)}
    return ArticleReadings(id_, texts or [text()], finished, marks, **more)


@st.composite
def articles(draw, coders=("ana", "ben"), most=4):
    """A few articles of two or three paragraphs; not every coder has finished each."""
    result = []
    for number in range(draw(st.integers(1, most))):
        readers = draw(st.lists(st.sampled_from(coders), unique=True, min_size=min(2, len(coders))))
        texts = [
            text(at, draw(st.integers(1, 8)), 3, left_out="a notice" if draw(st.integers(0, 7)) == 7 else "")
            for at in range(draw(st.integers(1, 3)))
        ]
        marks = [draw(_mark(coder, at, texts)) for coder in readers for at in range(draw(st.integers(0, 4)))]
        result.append(article(*marks, id_=number, coders=readers, texts=texts, days=draw(st.integers(0, 15))))
    return result


@st.composite
def _mark(draw, coder, number, texts):
    paragraph = draw(st.sampled_from(texts))
    start, end = sorted(draw(st.tuples(*[st.integers(0, paragraph.length)] * 2)))
    facets = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "claim_type": st.sampled_from(CLAIMS),
                "attribution": st.sampled_from(("attributed", "unattributed")),
            },
        )
    )
    return Mark(f"{coder}{number}", coder, paragraph.id, start, end, facets)
