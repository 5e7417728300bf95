"""How a release is cited: CITATION.cff (1.2.0), datacite.json (DataCite 4.5) and a line for people. Pure.

Nobody is named but whom an owner named for the citation.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from annotator.releases.formats.datapackage import LICENSES
from annotator.releases.frozen.reading import Frozen

KEYWORDS = ("content analysis", "news", "attribution", "quotation", "editorial insertion", "annotation")


def creators(about: Mapping[str, Any]) -> list[str]:
    """As they were typed in; the study itself where nobody was."""
    return list(about["citation"]["creators"]) or [f"The researchers of “{about['study']['title']}”"]


def abstract(about: Mapping[str, Any]) -> str:
    counts, text = about["counts"], about["text"]
    shown = {
        "full": "with the full texts",
        "quotes": f"with quotes of up to {text['words']} words and no full text",
        "none": "with places and hashes, and no words of the articles",
    }[text["shown"]]
    return (
        f"{counts['annotations']:,} annotations of news texts by {counts['coders']:,} "
        f"{'coder' if counts['coders'] == 1 else 'coders'} in the study “{about['study']['title']}”, {shown}. "
        f"Codebook {about['codebook']['name']}, revision {about['codebook']['revision']}."
    )


def reference(about: Mapping[str, Any]) -> str:
    """One line for a list of references."""
    who, year = "; ".join(creators(about)), about["released_at"][:4]
    return f"{who} ({year}). {about['title']} (release {about['number']}) [Data set]. {about['page']}"


def citation_cff(about: Mapping[str, Any]) -> bytes:
    """A JSON string is a YAML string, so that no title can break the file."""
    said = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": about["title"],
        "version": str(about["number"]),
        "date-released": about["released_at"][:10],
        "url": about["page"],
        "abstract": abstract(about),
    }
    lines = [f"{name}: {_text(value)}" for name, value in said.items()]
    if about["citation"]["license"]:
        lines.append(f"license: {_text(about['citation']['license'])}")
    lines += ["authors:", *(line for one in creators(about) for line in _author(one))]
    lines += ["keywords:", *(f"  - {_text(one)}" for one in KEYWORDS)]
    return ("\n".join(lines) + "\n").encode()


def _author(name: str) -> list[str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        return [f"  - family-names: {_text(family)}", f"    given-names: {_text(given)}"]
    return [f"  - name: {_text(name)}"]


def _text(value: str) -> str:
    return json.dumps("".join(char for char in value if char.isprintable()), ensure_ascii=False)


def datacite_json(frozen: Frozen) -> bytes:
    about = frozen.about
    site = urlsplit(about["site"]).hostname or about["site"]
    license = about["citation"]["license"]
    said: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "alternateIdentifiers": [{"alternateIdentifier": about["page"], "alternateIdentifierType": "URL"}],
        "url": about["page"],
        "creators": [_creator(one) for one in creators(about)],
        "titles": [{"title": about["title"]}],
        "publisher": {"name": site},
        "publicationYear": about["released_at"][:4],
        "types": {"resourceType": "Annotations of news texts", "resourceTypeGeneral": "Dataset"},
        "subjects": [{"subject": one} for one in KEYWORDS],
        "dates": [{"date": about["released_at"][:10], "dateType": "Issued"}],
        "version": str(about["number"]),
        "formats": ["application/zip"],
        "descriptions": [{"description": abstract(about), "descriptionType": "Abstract"}],
        "relatedIdentifiers": [
            {"relatedIdentifier": url, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
            for url in sorted({one["url"] for one in frozen.table("documents") if one["url"]})
        ],
    }
    if license:
        said["rightsList"] = [
            {"rightsIdentifier": license, "rightsIdentifierScheme": "SPDX", "rightsUri": LICENSES[license]}
        ]
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _creator(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        return {"name": name, "nameType": "Personal", "familyName": family, "givenName": given}
    return {"name": name, "nameType": "Organizational"}
