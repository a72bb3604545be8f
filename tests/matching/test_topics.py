"""Topics meet by stems and by meaning, in French and in English; not by what only looks alike. Pure."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import topics as bench
from matching import lexicon, topics
from matching.topics import Common, affinity, common, meet
from matching.words import words_of

lines = st.one_of(
    st.sampled_from([one.topic for query in bench.queries() for one in query.candidates]),
    st.text(max_size=80),
)


def answers(asked, said):
    return affinity(asked, said=said, role="")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Rail freight", "freights on the rails"),
        ("Recruiting engineers", "We recruit an engineer"),
        ("Négocier un contrat", "La négociation des contrats"),
        ("Recrutement", "Hiring"),
        ("Sécurité informatique", "Infosec for small firms"),
        ("Chasseur de têtes", "A headhunter for directors"),
        ("Logistics", "La logistique"),
        ("e-commerce", "ecommerce"),
        ("Start-up", "startups"),
        ("Hydrogen", "Hydrogene vert"),
        ("Cybersecurity", "Cybersecurtiy"),
        ("Our privacy policy", "Mise en conformité RGPD"),
    ],
)
def test_these_answer_each_other_and_a_reason_says_so(asked, said):
    assert answers(asked, said) > 0.2
    assert answers(said, asked) > 0.2
    assert (meet(asked, said), list(common(asked, said)) != []) == (True, True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Nourrir son chat", "A live chat for the web"),
        ("Le pain et la boulangerie", "Pain relief for the back"),
        ("Business angels", "Bus lanes"),
        ("Looking for the best people to talk to", "The best people to meet today"),
        ("Je cherche quelqu’un pour discuter", "Quelqu’un qui cherche autre chose"),
        ("Opera", "Operations"),
        ("", "Rail freight"),
    ],
)
def test_these_have_nothing_to_say_to_each_other(asked, said):
    assert not answers(asked, said)
    assert (meet(asked, said), list(common(asked, said))) == (False, [])


def test_where_nothing_is_asked_nothing_is_known():
    assert [answers(asked, "Rail freight") for asked in ("", "the and of", "à la vôtre !")] == [None] * 3


def test_words_that_stand_in_any_trade_count_where_there_is_no_other():
    assert list(common("A product for companies", "My product")) == [Common("word", "product")]


def test_an_acronym_is_no_small_word():
    assert list(common("IT outsourcing", "Our IT")) == [Common("word", "IT")]
    assert list(common("IT outsourcing", "It is for you")) == []


def test_a_topic_answers_itself_and_a_neighbour_answers_less():
    same, near, other = (answers("Recruiting", said) for said in ("Recruiting", "Executive search", "Wine"))
    assert same == 1.0
    assert same > near > other == 0.0


def test_a_role_answers_too():
    assert affinity("Freight", said="Opera", role="Freight buyer") == affinity(
        "Freight", said="freight", role=""
    )


def test_two_words_in_common_say_more_than_one_of_them_twice_over():
    asked = "Zebra, ocelot and yak"
    assert answers(asked, "A yak and a zebra") > 2 * answers(asked, "A yak")


@pytest.mark.parametrize(
    ("mine", "theirs", "named"),
    [
        ("Rail freight", "Freights by RAIL", [Common("word", "Freights"), Common("word", "RAIL")]),
        ("Recrutement", "Hiring", [Common("term", "recruiting")]),
        ("Recrutement", "Nos chasseurs de têtes", [Common("near", "chasseurs de têtes")]),
        ("Hydrogen", "Électrolyseurs", [Common("term", "hydrogen")]),
        ("Cybersecurity", "Cybersecurtiy", [Common("word", "Cybersecurtiy")]),
        ("A product for wine companies", "Zebras: my company, my product", []),
    ],
)  # fmt: skip
def test_what_is_in_common_is_named_as_they_wrote_it_or_by_its_term(mine, theirs, named):
    assert list(common(mine, theirs)) == named


@given(lines, lines)
def test_what_is_named_is_there(mine, theirs):
    for one in common(mine, theirs):
        assert one.name in lexicon.taxonomy.TERMS if one.kind == "term" else one.name in theirs


@given(lines, lines)
def test_two_topics_meet_from_both_sides_or_from_none(mine, theirs):
    assert meet(mine, theirs) is meet(theirs, mine) is bool(list(common(mine, theirs)))


@given(lines, lines)
def test_an_answer_lies_between_nothing_and_all(mine, theirs):
    value = answers(mine, theirs)
    assert value is None or 0 <= value <= 1


@given(st.text(max_size=80))
def test_a_word_is_found_where_it_stands(text):
    assert all(text[word.start : word.end].strip() for word in words_of(text))


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("cybersecurtiy", "cybersecurity"),  # swapped
        ("recruting", "recruiting"),  # left out
        ("loggistics", "logistics"),  # added
        ("insurence", "insurance"),  # changed
        ("dta", ""),  # too short to tell
        ("cybersecurity", ""),  # no slip
        ("zebras", ""),
    ],
)
def test_one_slip_of_the_finger_is_forgiven_in_a_long_word(typed, known):
    assert lexicon.meant(typed) == known


def test_every_name_of_the_taxonomy_names_its_term():
    lost = [
        name
        for term in lexicon.taxonomy.TERMS.values()
        for language in lexicon.taxonomy.LANGUAGES
        for name in (term.labels[language], *term.synonyms[language])
        if f"={term.code}" not in topics.read(name).subjects
    ]
    assert lost == []


# On the pairs for tuning: those set apart stay so, for the figures that `python -m bench.topics` prints.


def order_on(half, way):
    return fmean(bench.values([one for one in bench.queries() if one.half == half], way))


def test_the_order_beats_what_stood_before_by_far():
    assert order_on("tuning", bench.whole) > order_on("tuning", bench.before) + 0.2


def test_each_step_earns_its_place():
    ways = [bench.at_random, bench.stems, bench.stems_and_synonyms, bench.whole]
    found = [order_on("tuning", way) for way in ways]
    assert found == sorted(found)


def test_the_pairs_are_enough_to_tell():
    queries = bench.queries()
    assert sum(len(query.candidates) for query in queries) >= 300
    assert min(len(query.candidates) for query in queries) >= bench.CARDS
    halves = [{query.topic for query in queries if query.half == half} for half in bench.HALVES]
    assert (len(halves[0]), len(halves[1]), halves[0] & halves[1]) == (16, 16, set())
