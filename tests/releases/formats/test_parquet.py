"""Parquet, as pyarrow and its dataset reader take it."""

import io
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from pyarrow import parquet

from annotator.releases.formats import parquet as format_
from annotator.releases.formats.releases import offered
from tests.releases.formats.conftest import written


@pytest.fixture(scope="module")
def tables(file_of):
    return {path: parquet.read_table(io.BytesIO(content)) for path, content in file_of("parquet").items()}


def test_every_table_is_there_with_every_column_and_row(tables, articles):
    assert list(tables) == [f"parquet/{name}.parquet" for name in articles.columns]
    for name, columns in articles.columns.items():
        table = tables[f"parquet/{name}.parquet"]
        assert table.column_names == [one.name for one in columns]
        assert table.num_rows == sum(1 for _ in articles.table(name))


def test_the_rows_are_those_of_the_tables(tables, articles):
    read = tables["parquet/annotations.parquet"].to_pylist()
    wanted = list(articles.table("annotations"))
    plain = [one.name for one in articles.columns["annotations"] if one.type not in ("json", "datetime")]
    assert [{name: one[name] for name in plain} for one in read] == [
        {name: one[name] for name in plain} for one in wanted
    ]


def test_the_offsets_give_the_words_in_code_points(tables):
    texts = {}
    for one in tables["parquet/paragraphs.parquet"].to_pylist():
        texts.setdefault(one["version_id"], []).append(one["text"])
    for one in tables["parquet/annotations.parquet"].to_pylist():
        assert "\n\n".join(texts[one["version_id"]])[one["start"] : one["end"]] == one["quote"]


def test_types_are_those_of_the_data_dictionary(tables):
    schema = tables["parquet/annotations.parquet"].schema
    assert schema.field("start").type == pa.int64()
    assert schema.field("denied").type == pa.bool_()
    assert schema.field("best_match_score").type == pa.float64()
    assert schema.field("role_spans").type == pa.string()
    assert schema.field("created_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("start").metadata[b"description"].startswith(b"where the quote begins")
    assert tables["parquet/annotations.parquet"]["created_at"][0].as_py() == datetime(2026, 3, 8, 9, 30, tzinfo=UTC)


def test_an_empty_table_has_its_columns_and_types(small):
    table = parquet.read_table(io.BytesIO(written(small, "parquet")["parquet/agreement.parquet"]))
    assert table.num_rows == 0
    assert table.schema.field("value").type == pa.float64()


def test_more_rows_than_fit_at_once_come_through(monkeypatch, articles, tables):
    monkeypatch.setattr(format_, "ROWS", 100)
    table = parquet.read_table(io.BytesIO(written(articles, "parquet")["parquet/annotations.parquet"]))
    assert table.equals(tables["parquet/annotations.parquet"])


def test_without_pyarrow_a_sentence_says_what_to_do(monkeypatch, small):
    monkeypatch.setattr(format_, "find_spec", lambda name: None)
    assert not format_.is_available()
    with pytest.raises(format_.ParquetAbsent, match="needs pyarrow"):
        written(small, "parquet")


def test_it_is_not_offered_where_pyarrow_is_not_installed(monkeypatch):
    assert format_.FORMAT in offered()
    monkeypatch.setattr(format_, "find_spec", lambda name: None)
    assert format_.FORMAT not in offered()
