"""The formats a release can be had in beside its JSON Lines. A new one is a file beside this one and a line here."""

from annotator.releases.formats import (
    brat,
    conll,
    doccano,
    label_studio,
    parquet,
    provenance,
    refi_qda,
    release_csv,
    release_spreadsheet,
    schema_org,
    uima,
    webannotation,
)
from annotator.releases.formats.release_base import ReleaseFormat

RELEASE_FORMATS: dict[str, ReleaseFormat] = {
    each.name: each
    for each in (
        release_csv.FORMAT,
        release_spreadsheet.FORMAT,
        parquet.FORMAT,
        webannotation.FORMAT,
        refi_qda.FORMAT,
        brat.FORMAT,
        doccano.FORMAT,
        label_studio.FORMAT,
        uima.FORMAT,
        conll.FORMAT,
        provenance.FORMAT,
        schema_org.FORMAT,
    )
}


def offered() -> list[ReleaseFormat]:
    """Those that can be written here, in the order of the list."""
    return [one for one in RELEASE_FORMATS.values() if one.is_available()]
