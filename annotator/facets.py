"""The fixed vocabularies of the codebook. Each member carries its definition, an example and when not to use it."""

from __future__ import annotations

from typing import Self

from django.db import models


class Facet(models.TextChoices):
    """A fixed vocabulary whose members answer `.definition`, `.example` and `.not_when`."""

    definition: str
    example: str
    not_when: str

    def __new__(cls, value: str, definition: str = "", example: str = "", not_when: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        member.example = example
        member.not_when = not_when
        return member


class AttributionStatus(Facet):
    ATTRIBUTED = (
        "attributed",
        "the text says who says it",
        "“Rainfall has doubled,” the institute said.",
        "",
        "Attributed",
    )
    UNATTRIBUTED = (
        "unattributed",
        "stated by the text in its own voice",
        "The dam will fail by spring.",
        "a source is named anywhere for this claim",
        "Unattributed",
    )
    OWN_OBSERVATION = (
        "own-observation",
        "the reporter says they saw it",
        "This reporter counted nine lorries.",
        "",
        "Own observation",
    )
    INHERITED = (
        "inherited",
        "the source was named before and clearly still speaks",
        "He added that two bridges were closed.",
        "the link to the source is a guess",
        "Inherited",
    )


class SourceKind(Facet):
    NAMED_PERSON = ("named-person", "a person with a name", "Mira Oduya, the mayor", "", "Named person")
    NAMED_ORGANISATION = (
        "named-organisation",
        "an organisation with a name",
        "the Harbour Authority",
        "",
        "Named organisation",
    )
    UNNAMED_DESCRIBED = (
        "unnamed-described",
        "described, but without a name",
        "a senior official",
        "",
        "Unnamed, described",
    )
    COLLECTIVE = ("collective", "a group without a boundary", "critics; residents", "", "Collective")
    DOCUMENT_OR_DATA = (
        "document-or-data",
        "a document, report or data set",
        "the audit",
        "",
        "Document or data",
    )
    NEWS_MEDIUM = ("news-medium", "another news outlet", "the Evening Ledger reported", "", "News medium")
    IMAGE_OR_VIDEO = (
        "image-or-video",
        "a photograph, recording or film",
        "footage shows",
        "",
        "Image or video",
    )
    NONE = ("none", "no source at all", "it is reported that", "", "None")


class Mode(Facet):
    DIRECT = ("direct", "words in quotation marks", "“We are ready,” she said.", "", "Direct")
    MIXED = ("mixed", "partly quoted, partly reported", "She said they were “ready”.", "", "Mixed")
    INDIRECT = ("indirect", "reported without quotation marks", "She said they were ready.", "", "Indirect")
    SCARE_QUOTE = (
        "scare-quote",
        "quotation marks that keep a distance",
        "the “agreement”",
        "",
        "Scare quotes",
    )


class Stance(Facet):
    NEUTRAL = ("neutral", "the cue takes no side", "said, according to", "", "Neutral")
    ENDORSING = ("endorsing", "the cue presents it as true", "confirmed, revealed, noted", "", "Endorsing")
    DISTANCING = ("distancing", "the cue keeps away from it", "claimed, alleged", "", "Distancing")
    EVALUATIVE = ("evaluative", "the cue judges the speaker", "raged, boasted", "", "Evaluative")
    NO_CUE = ("no-cue", "there is no cue", "", "", "No cue")


class Certainty(Facet):
    SURE = ("sure", "another careful coder would do the same", "", "", "Sure")
    LIKELY = ("likely", "probably, but there is another reading", "", "", "Likely")
    UNSURE = ("unsure", "a guess; say why in the note", "", "", "Unsure")


class Marking(Facet):
    SQUARE_BRACKETS = (
        "square-brackets",
        "words in square brackets",
        "the minister [of ports] left",
        "",
        "Square brackets",
    )
    PARENTHESES = ("parentheses", "words in round brackets", "(the governor's cousin)", "", "Parentheses")
    DASHES = ("dashes", "words between dashes", "the plan – long opposed – passed", "", "Dashes")
    ITALICS_OR_TYPE = ("italics-or-type", "set off by type alone", "", "", "Italics or type")
    LABELLED_NOTE = (
        "labelled-note",
        "a note that says it is one",
        "(Ed.: since closed)",
        "",
        "Labelled note",
    )
    FOOTNOTE = ("footnote", "a note at the foot", "", "", "Footnote")
    UNMARKED = ("unmarked", "nothing shows that it was put in", "", "", "Unmarked")


class Operation(Facet):
    ADDITION = ("addition", "words that were not there", "", "", "Addition")
    SUBSTITUTION = ("substitution", "words in place of others", "", "", "Substitution")
    OMISSION = ("omission", "words left out", "", "", "Omission")
    REORDER = ("reorder", "the same words elsewhere", "", "", "Reorder")
    FORMAT_ONLY = ("format-only", "only type or punctuation", "", "", "Format only")


class Host(Facet):
    INSIDE_QUOTATION = ("inside-quotation", "inside somebody's quoted words", "", "", "Inside a quotation")
    RUNNING_TEXT = ("running-text", "in the outlet's own sentence", "", "", "Running text")
    HEADLINE = ("headline", "in the headline", "", "", "Headline")
    STANDFIRST = ("standfirst", "in the standfirst", "", "", "Standfirst")
    CAPTION = ("caption", "in a caption", "", "", "Caption")
    NOTICE = ("notice", "in a notice", "", "", "Notice")


class Function(Facet):
    IDENTITY = ("identity", "says who or what is meant", "he [the governor] left", "", "Identity")
    GRAMMAR = ("grammar", "makes the sentence fit", "call[ed]", "", "Grammar")
    CONTEXT = (
        "context",
        "gives background anyone can check",
        "in May [2024]",
        "it accuses or takes a side",
        "Context",
    )
    TRANSLATION = ("translation", "gives a meaning in another language", "", "", "Translation")
    CORRECTION = ("correction", "puts an error right", "", "", "Correction")
    SIC = ("sic", "says the error was in the original", "[sic]", "", "Sic")
    OMISSION_MARK = ("omission-mark", "shows that words were left out", "[...]", "", "Omission mark")
    REDACTION = ("redaction", "hides a name or word", "[name withheld]", "", "Redaction")
    EMPHASIS_NOTE = ("emphasis-note", "says who added emphasis", "[emphasis added]", "", "Emphasis note")
    TRANSCRIPT_NOTE = ("transcript-note", "describes sound or action", "[laughter]", "", "Transcript note")
    CITATION = ("citation", "points to a source", "[1]", "", "Citation")
    ADDS_CLAIM = (
        "adds-claim",
        "says something new that can be true or false",
        "[secretly funded by the port]",
        "",
        "Adds a claim",
    )
    LOADED_LABEL = ("loaded-label", "a label that takes a side", "[so-called]", "", "Loaded label")
    COMMENT = ("comment", "the inserter's opinion", "[an absurd idea]", "", "Comment")
    OTHER = ("other", "none of these; say what in the note", "", "", "Other")


class Inserter(Facet):
    ORIGINAL_AUTHOR = ("original-author", "who wrote the original", "", "", "Original author")
    ORIGINAL_PUBLISHER = ("original-publisher", "who published the original", "", "", "Original publisher")
    REPUBLISHER = (
        "republisher",
        "who published it again",
        "",
        "there is no stored original to compare with",
        "Republisher",
    )
    TRANSLATOR = ("translator", "who translated it", "", "", "Translator")
    UNKNOWN = ("unknown", "cannot be told from what is stored", "", "", "Unknown")


class Effect(Facet):
    NONE = ("none", "the meaning is the same", "", "", "None")
    ADDS_CLAIM = ("adds-claim", "a new claim", "", "", "Adds a claim")
    STRENGTHENS = ("strengthens", "a claim becomes stronger", "", "", "Strengthens")
    WEAKENS = ("weakens", "a claim becomes weaker", "", "", "Weakens")
    CHANGES_ACTOR = ("changes-actor", "somebody else did it", "", "", "Changes the actor")
    CHANGES_ATTRIBUTION = ("changes-attribution", "somebody else says it", "", "", "Changes the attribution")
    REMOVES_CLAIM = ("removes-claim", "a claim is gone", "", "", "Removes a claim")


class Verdict(Facet):
    CONFIRMED_ABSENT_IN_ORIGINAL = (
        "confirmed-absent-in-original",
        "the words are not in the stored original",
        "",
        "no original is stored",
        "Confirmed absent in original",
    )
    PRESENT_IN_ORIGINAL = (
        "present-in-original",
        "the same words are in the stored original",
        "",
        "",
        "Present in original",
    )
    DIFFERS_IN_ORIGINAL = (
        "differs-in-original",
        "the original has other words there",
        "",
        "",
        "Differs in original",
    )
    ORIGINAL_NOT_AVAILABLE = (
        "original-not-available",
        "no original is stored, so nobody can say",
        "",
        "",
        "Original not available",
    )
    NOT_AN_INSERTION = ("not-an-insertion", "the flag was mistaken", "", "", "Not an insertion")


class RoleName(Facet):
    """The three parts of an attribution (PARC, PolNeAR)."""

    SOURCE = ("source", "who says it", "the harbour master", "", "Source")
    CUE = ("cue", "the words that link them", "said", "", "Cue")
    CONTENT = ("content", "what is said", "", "", "Content")


class Resolution(Facet):
    """What a reviewer makes of an item on which coders differ."""

    PICKED = ("picked", "one coder's version is taken as it stands", "", "", "One coder’s version")
    EDITED = ("edited", "the reviewer sets boundaries or facets themselves", "", "", "Edited by the reviewer")
    NOTHING_HERE = ("nothing-here", "nobody should have marked anything here", "", "", "Nothing here")
    UNRESOLVED = ("unresolved", "cannot be settled; the reason says why", "", "", "Unresolved")


class ErrorType(Facet):
    """Why coders differed, in the terms of the field (Potato's error taxonomy)."""

    AMBIGUOUS_TEXT = ("ambiguous-text", "the text can be read in either way", "", "", "Ambiguous text")
    GUIDELINE_GAP = ("guideline-gap", "the codebook does not say what to do here", "", "", "Gap in the codebook")
    ANNOTATOR_ERROR = ("annotator-error", "a slip: the codebook is clear", "", "", "A coder’s slip")
    EDGE_CASE = ("edge-case", "a borderline case of the codebook’s rule", "", "", "Edge case")
    SUBJECTIVE_DISAGREEMENT = (
        "subjective-disagreement",
        "coders judge it differently, and both can give reasons",
        "",
        "the codebook decides it",
        "A matter of judgement",
    )
    OTHER = ("other", "none of these; say what in the reason", "", "", "Other")
