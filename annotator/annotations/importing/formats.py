"""The formats that annotations can come in. A new one is a file beside this one and a line here. Pure."""

from dataclasses import dataclass

from annotator.annotations.importing import brat, doccano, label_studio, web_annotation
from annotator.annotations.importing.found import Reader


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    title: str
    hint: str
    read: Reader


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("doccano", "doccano, JSON Lines", "Spans as label or entities; offsets in code points.", doccano.read),
        Format("label-studio", "Label Studio, JSON", "The JSON export; offsets in UTF-16.", label_studio.read),
        Format(
            "web-annotation",
            "W3C Web Annotation, JSON-LD",
            "One annotation, a list, a page or a collection; position and quote selectors.",
            web_annotation.read,
        ),
        Format("brat", "brat standoff, zip", "Pairs of .txt and .ann in a zip; offsets in code points.", brat.read),
    )
}
