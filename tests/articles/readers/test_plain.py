import textwrap

import pytest

from articles.readers import ParsedArticle, reader_for

STORY = "The harbour was quiet on Monday, and nobody came."


def read(text: str) -> ParsedArticle:
    return reader_for("text/plain", "a.txt", text.encode()).read(text.encode())


def slots(text: str) -> list[tuple[str, str]]:
    return [(part.slot, part.text) for part in read(text).paragraphs]


def test_header_lines_without_blank_lines_are_told_apart() -> None:
    assert slots(f"Quiet harbour\nBy Ann Oe\nThe Tern, 4 May 2020\n\n{STORY}\n\nThe end of it.") == [
        ("headline", "Quiet harbour"), ("byline", "By Ann Oe"), ("dateline", "The Tern, 4 May 2020"), ("body", STORY),
        ("body", "The end of it."),
    ]  # fmt: skip


def test_lines_broken_by_an_editor_are_joined() -> None:
    story = "The harbour was quiet on Monday, and the ferry that should have come was seen by nobody. " * 3
    text = f"Headline\n\n{textwrap.fill(story, 60)}\n\n{STORY}\n"
    assert read(text).paragraphs[1].text == story.strip()


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param("Roses are red\nViolets are blue", id="verse"),
        pytest.param("A line that is quite long and tells of much, and then\nshort\nand short", id="uneven"),
        pytest.param("one\ttwo   three", id="spaces-within"),
    ],
)
def test_other_lines_are_kept(kept: str) -> None:
    assert read(f"Headline\n\n{STORY}\n\n{kept}").paragraphs[-1].text == kept


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    long = "A paragraph that runs on and on, far beyond what an editor would have put on one line of text, to here."
    assert [part.text for part in read(f"Headline\n{long}\n{STORY}\n{long}").paragraphs] == [
        "Headline",
        long,
        STORY,
        long,
    ]


def test_windows_and_old_mac_line_ends_and_nul() -> None:
    assert [part.text for part in read(f"Head\r\n\r\n{STORY}\r\rA\x00B").paragraphs] == [
        "Head",
        STORY,
        "A\ufffdB",
    ]


def test_a_lone_sentence_is_no_headline() -> None:
    assert slots(STORY) == [("body", STORY)]


def test_the_language_is_guessed_only_from_enough_text() -> None:
    assert read("Kurz.").language == ""
    assert (
        read("Der Hafen war am Montag ruhig, und niemand kam, um die Fähre zu sehen, die nicht fuhr.").language == "de"
    )
