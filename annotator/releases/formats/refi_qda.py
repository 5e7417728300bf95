"""REFI-QDA 1.0 (18 March 2019): a project for QualCoder, MAXQDA, ATLAS.ti, NVivo and others, and its codebook.

One selection has one coding, because some readers take only the first: an annotation is as many selections of the same
place as it says things, the first of which has its UUID. Source, cue and content are selections linked to it. GUIDs
are in lower case, positions count code points from 0 and end after the last character, as readers slice them.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from tempfile import SpooledTemporaryFile

from annotator.releases.formats.codes import FLAGS, ROLES, Code, Codes, code_of
from annotator.releases.formats.identity import Ids, part_of
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.formats.xml_text import attribute, content
from annotator.releases.frozen.reading import BREAK, Document, Frozen, Record
from annotator.releases.zipping import Part, zipped
from annotator.studies.codebooks import qdc_file
from annotator.studies.codebooks.qdc_file import house_guid

PROJECT, CODEBOOK = "refi-qda/project.qdpx", "refi-qda/codebook.qdc"
NAMESPACE = "urn:QDA-XML:project:1.0"
#: what of a version becomes a variable of its source
VARIABLES = (
    "version_id", "work_id", "version_role", "outlet", "byline", "language", "published_on", "url", "archive_url",
    "captured_at", "rights", "text_sha256",
)  # fmt: skip
_IN_MEMORY = 4 * 1024 * 1024
_PIECE = 64 * 1024


def _flag(column: str) -> Code:
    return Code(column, "yes", house_guid("facet", column), FLAGS[column], FLAGS[column])


_FLAGS = {column: _flag(column) for column in FLAGS}


def _inside(frozen: Frozen) -> Iterator[Part]:
    """The files in the project."""
    ids = Ids(frozen.about)
    yield Part("project.qde", lambda: (piece.encode() for piece in _Project(frozen, ids).pieces()), large=True)
    empty = {one["version_id"] for one in frozen.table("documents")}
    for version, paragraphs in groupby(frozen.table("paragraphs"), key=lambda one: int(one["version_id"])):
        text = BREAK.join(one["text"] for one in paragraphs)
        empty.discard(version)
        yield Part(f"sources/{ids.version(version)}.txt", partial(iter, [text.encode()]))
    for version in sorted(empty):
        yield Part(f"sources/{ids.version(version)}.txt", partial(iter, [b""]))


class _Project:
    """project.qde, a document at a time; links stand after all sources, so they wait on disk."""

    def __init__(self, frozen: Frozen, ids: Ids) -> None:
        self.frozen, self.ids, self.codes = frozen, ids, Codes(frozen)
        self.variables = {name: house_guid("variable", name) for name in VARIABLES}

    def pieces(self) -> Iterator[str]:
        about = self.frozen.about
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Project xmlns="{NAMESPACE}" name="{attribute(about["study"]["title"])}" '
            f'origin="{attribute(" ".join(about["product"].values()))}" creationDateTime="{about["released_at"]}">\n'
        )
        yield from _group("Users", self._users())
        yield f"<CodeBook>{self._codebook()}</CodeBook>\n"
        yield from _group("Variables", self._variables())
        with SpooledTemporaryFile(_IN_MEMORY) as links:
            yield from _group("Sources", self._sources(links))
            links.seek(0)
            yield from _group("Links", _read(links))
        yield from _group("Sets", self._sets())
        shown = about["text"]["shown"]
        said = f"Release {self.ids.number}. Text shown: {shown}. The tables of the release hold more."
        yield f"<Description>{content(said)}</Description>\n</Project>\n"

    def _users(self) -> Iterator[str]:
        for one in self.frozen.table("coders"):
            pseudonym = one["coder_pseudonym"]
            name = attribute(one.get("coder") or pseudonym)
            yield f'<User guid="{self.ids.coder(pseudonym)}" name="{name}" id="{attribute(pseudonym)}"/>\n'

    def _codebook(self) -> str:
        written = qdc_file.write(self.codes.every).decode()
        codes = written[written.index("<Codes>") : written.index("</Codes>")]
        roles = "".join(_code(code_of(ROLES, member.value)) for member in ROLES.members)
        group = f'<Code guid="{house_guid("facet", "role")}" name="{ROLES.label}" isCodable="false">{roles}</Code>\n'
        return f"{codes}{group}{''.join(map(_code, _FLAGS.values()))}</Codes>"

    def _variables(self) -> Iterator[str]:
        for name, guid in self.variables.items():
            yield f'<Variable guid="{guid}" name="{name}" typeOfVariable="Text"/>\n'

    def _sources(self, links: "SpooledTemporaryFile[bytes]") -> Iterator[str]:
        for document in self.frozen.documents():
            yield "".join(self._source(document))
            links.write("".join(_links(document)).encode())

    def _source(self, document: Document) -> Iterator[str]:
        guid, record = self.ids.version(document.version_id), document.record
        name = attribute(f"{document.version_id} {record['title']}".strip())
        yield f'<TextSource guid="{guid}" name="{name}" plainTextPath="internal://{guid}.txt">\n'
        for one in document.annotations:
            yield from self._selections(one)
        for column, variable in self.variables.items():
            if record[column] not in ("", None):
                yield (
                    f'<VariableValue><VariableRef targetGUID="{variable}"/>'
                    f"<TextValue>{content(str(record[column]))}</TextValue></VariableValue>\n"
                )
        yield "</TextSource>\n"

    def _selections(self, one: Record) -> Iterator[str]:
        pk = one["annotation_id"]
        by = f'creatingUser="{self.ids.coder(one["coder_pseudonym"])}" creationDateTime="{one["created_at"]}"'
        said = [code for code in self.codes.of(one) if code.facet != "certainty"]
        said += [code for column, code in _FLAGS.items() if one[column]]
        for number, code in enumerate(said):
            guid = pk if number == 0 else part_of(pk, code.guid)
            yield _selection(guid, one["start"], one["end"], code.guid, by, "" if number else _about(one))
        for number, part in enumerate(one["role_spans"]):
            role = house_guid("facet", "role", part["role"])
            yield _selection(part_of(pk, "role", number), part["start"], part["end"], role, by)

    def _sets(self) -> Iterator[str]:
        sample = {one["version_id"] for one in self.frozen.table("documents")}
        for one in self.frozen.table("derivations"):
            pair = (one["upstream_version_id"], one["derived_version_id"])
            if one["status"] == "confirmed" and sample.issuperset(pair):
                members = "".join(f'<MemberSource targetGUID="{self.ids.version(pk)}"/>' for pk in pair)
                name = attribute(f"{pair[0]} and its {one['relation']} {pair[1]}")
                yield f'<Set guid="{self.ids.of("derivation", one["derivation_id"])}" name="{name}">{members}</Set>\n'


def _group(name: str, inside: Iterable[str]) -> Iterator[str]:
    """An element around others; none when there are none, for the schema has no empty ones."""
    begun = False
    for piece in inside:
        if not begun:
            yield f"<{name}>\n"
            begun = True
        yield piece
    if begun:
        yield f"</{name}>\n"


def _read(file: "SpooledTemporaryFile[bytes]") -> Iterator[str]:
    """Line by line, so that no letter is cut in two."""
    yield from (line.decode() for line in file)


def _code(code: Code) -> str:
    return f'<Code guid="{code.guid}" name="{attribute(code.label)}" isCodable="true"/>\n'


def _selection(guid: str, start: int, end: int, code: str, by: str, about: str = "") -> str:
    description = f"<Description>{content(about)}</Description>" if about else ""
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}" {by}>{description}'
        f'<Coding guid="{part_of(guid, "coding")}" {by}><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>\n'
    )


def _about(one: Record) -> str:
    """What codes do not say: the note, how certain the coder was, what was left out, whether it still stands."""
    said = [one["comment"]] if one["comment"] else []
    if one["confidence"]:
        said.append(f"Certainty: {one['confidence']}")
    if one["status"] != "standing":
        said.append(f"Status: {one['status']}")
    for part in one["omitted_spans"]:
        said.append(f"Left out of version {part['version_id']}, {part['start']} to {part['end']}: {part['quote']}")
    return "\n".join(said)


def _links(document: Document) -> Iterator[str]:
    """From each part to its attribution, and from each nested attribution to the one around it."""
    here = {one["annotation_id"] for one in document.annotations}
    for one in document.annotations:
        pk = one["annotation_id"]
        for number, part in enumerate(one["role_spans"]):
            yield _link(part_of(pk, "role", number), pk, part["role"])
        if one["outer_annotation_id"] in here:
            yield _link(pk, one["outer_annotation_id"], "inside the attribution of")


def _link(origin: str, aim: str, name: str) -> str:
    guid = part_of(origin, "link", aim)
    return f'<Link guid="{guid}" name="{name}" direction="OneWay" originGUID="{origin}" targetGUID="{aim}"/>\n'


def parts(frozen: Frozen) -> Iterable[Part]:
    yield Part(PROJECT, lambda: zipped(_inside(frozen), written=[]), large=True)
    yield Part(CODEBOOK, lambda: [qdc_file.write(Codes(frozen).codebook)])


FORMAT = ReleaseFormat(
    name="refi-qda",
    title="REFI-QDA",
    hint="A project and a codebook for QualCoder, MAXQDA, ATLAS.ti, NVivo and others, with coders, codes and links.",
    loses="Certainty, status and left-out words are in the selections' descriptions, verdicts and coverage in the "
    "tables only.",
    parts=parts,
)
