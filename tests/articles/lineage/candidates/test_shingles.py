import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.lineage.candidates.shingles import MOST, SHORT, all_numbers, fingerprint, is_sampled
from tests.growth import grows_with_length_only

WORDS = [f"word{n}" for n in range(600)]
TEXT = " ".join(WORDS)


def shared(one, two):
    a, b = fingerprint([one]).hashes, fingerprint([two]).hashes
    return len(a & b) / min(len(a), len(b))


SAME = {
    "case": ("The Mayor closed the old Bridge", "the mayor CLOSED the old bridge"),
    "signs": ("“We had none,” she said – then left.", '"We had none" she said; then left'),
    "composition": ("naïve café réclame né là", "nai\u0308ve cafe\u0301 re\u0301clame ne\u0301 la\u0300"),
    "white space": ("one two\u00a0three  four five", "one\ntwo three\tfour\n\nfive"),
    "width": ("ＡＢＣ １２３ four five", "abc 123 four five"),
}


@pytest.mark.parametrize(("one", "two"), SAME.values(), ids=SAME)
def test_what_makes_no_difference(one, two):
    assert fingerprint([one]) == fingerprint([two])


def test_where_paragraphs_end_makes_no_difference():
    assert fingerprint([TEXT]) == fingerprint([" ".join(WORDS[:77]), " ".join(WORDS[77:])])


def test_a_long_text_keeps_about_one_in_eight():
    kept = fingerprint([TEXT]).hashes
    assert len(WORDS) / 16 < len(kept) < len(WORDS) / 5
    assert all(map(is_sampled, kept))
    assert not fingerprint([TEXT]).whole


def test_a_short_text_keeps_all_and_says_which_a_long_one_would():
    short = fingerprint([" ".join(WORDS[:20])])
    assert short.whole
    assert len(short.hashes) == 17
    assert short.sampled == {number for number in short.hashes if is_sampled(number)}
    assert short.sampled <= fingerprint([TEXT]).hashes


def test_a_very_long_text_keeps_a_bounded_number_and_still_meets_its_copy():
    huge = [f"w{n}" for n in range(40_000)]
    one, two = fingerprint([" ".join(huge)]), fingerprint([" ".join(huge[:39_000])])
    assert len(one.hashes) == MOST
    assert len(one.hashes & two.hashes) > 0.9 * MOST


@pytest.mark.parametrize("text", ["", "one", "one two three", "…", "。、"])
def test_nothing_is_kept_of_almost_nothing(text):
    assert fingerprint([text]).hashes == frozenset()


UNSPACED = {
    "Chinese": "市长周一表示旧桥将关闭至春季风暴结束为止目前无人受伤市议会将在下周讨论此事",
    "Japanese": "市長は月曜日に古い橋を春の嵐が終わるまで閉鎖すると述べたけが人はいなかった",
    "Thai": "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานเก่าจะปิดจนกว่าพายุฤดูใบไม้ผลิจะสิ้นสุด",
    "Khmer": "អភិបាលក្រុងបាននិយាយកាលពីថ្ងៃចន្ទថាស្ពានចាស់នឹងត្រូវបិទរហូតដល់ព្យុះចប់",
}


@pytest.mark.parametrize("text", UNSPACED.values(), ids=UNSPACED)
def test_scripts_without_spaces_are_shingled_by_characters(text):
    text = text[:60]
    whole = fingerprint([text])
    assert len(whole.hashes) > len(text) / 2
    assert shared(text, text[5:-5]) == 1
    assert not whole.hashes & fingerprint([text[::-1]]).hashes


def test_scripts_are_mixed_without_losing_either():
    assert shared("Reuters 市长周一表示旧桥将关闭 said on Monday", "市长周一表示旧桥将关闭 said on Monday") == 1


def test_vowel_signs_stay_in_their_words():
    hindi = "मेयर ने सोमवार को कहा कि पुराना पुल बंद रहेगा"
    assert len(fingerprint([hindi]).hashes) == len(hindi.split()) - 3


def test_numbers_are_the_same_in_every_process_and_year():
    """They are stored: another way of counting needs a migration that notes every article anew."""
    assert sorted(all_numbers(["one two three four five"])) == [-134617676561812, -86641752618418]


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_has_a_fingerprint(texts):
    made = fingerprint(texts)
    assert made == fingerprint(texts)
    assert made.sampled <= made.hashes
    assert made.whole or len(made.hashes) <= MOST
    assert all(-(2**47) <= number < 2**47 for number in made.hashes)
    assert not made.whole or len(made.hashes) <= SHORT


def test_time_grows_with_length_only():
    assert grows_with_length_only(lambda n: [" ".join(f"w{i}" for i in range(n))], fingerprint, 2000)
    assert grows_with_length_only(lambda n: ["x" * n], fingerprint, 20_000)


@given(st.text(alphabet="abzéß -’.\n१अ\u0301\u200d９ſ", max_size=80))
def test_words_alone_and_words_among_characters_are_cut_alike(text):
    """A text with a character that is a word takes the longer way; what stands before it is numbered the same."""
    both = all_numbers([text, "水"])
    assert all_numbers([text]) <= both
    assert len(both - all_numbers([text])) <= 1
