"""Small files as other tools write them, over one text with letters of every width."""

import io
import json
import zipfile

PARAGRAPHS = ("👩‍👩‍👧‍👦 Family ferry 🇺🇦 late", "قال الوزير: «أُغلق الجسر» in Cafe\u0301 Öst. Nobody 🏴 was hurt.")
TEXT = "\n\n".join(PARAGRAPHS)


def place(words):
    start = TEXT.index(words)
    return start, start + len(words)


def utf16(at):
    return len(TEXT[:at].encode("utf-16-le")) // 2


def doccano(*spans, text=TEXT, **more):
    return (
        json.dumps({"id": 1, "text": text, "label": [[*place(w), label] for w, label in spans], **more}) + "\n"
    ).encode()


def label_studio(*spans, text=TEXT, who=1):
    results = [
        {
            "id": f"r{number}",
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {"start": utf16(place(w)[0]), "end": utf16(place(w)[1]), "text": w, "labels": [label]},
        }
        for number, (w, label) in enumerate(spans)
    ]
    return json.dumps(
        [{"id": 5, "data": {"text": text}, "annotations": [{"id": 9, "completed_by": who, "result": results}]}]
    ).encode()


def web_annotation(*spans, source="https://news.example/1", **more):
    items = [
        {
            "type": "Annotation",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": label}],
            "target": {
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": place(w)[0], "end": place(w)[1]},
                    {"type": "TextQuoteSelector", "exact": w},
                ],
                **more,
            },
        }
        for w, label in spans
    ]
    return json.dumps({"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": items}}).encode()


def brat(*spans, text=TEXT, more=""):
    lines = [
        f"T{number}\t{label} {place(w)[0]} {place(w)[1]}\t{_one_line(w)}\n"
        for number, (w, label) in enumerate(spans, 1)
    ]
    return zipped({"docs/one.txt": text, "docs/one.ann": "".join(lines) + more})


def _one_line(words):
    return words.replace("\n", " ")


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


WRITERS = {"doccano": doccano, "label-studio": label_studio, "web-annotation": web_annotation, "brat": brat}
