"""The national pack: examples on both sides, numbers of texts, labels in both languages."""

from tests.pack_sets import pack_set
from wotu.rules.rulebook import load_rulebook

PACKS = pack_set("cn")


def test_every_condition_has_examples_on_both_sides():
    for rule in load_rulebook(PACKS).rules:
        expected = {}
        for case in rule.spec.examples.cases:
            for name, verdict in case.expect.items():
                expected.setdefault(name, set()).add(verdict if isinstance(verdict, str) else "")
        # The base example of each rule meets every condition.
        for condition in rule.conditions:
            names = [c.id for c in condition.walk()]
            sides = set().union(*(expected.get(name, set()) for name in names))
            assert "not_met" in sides or expected.get("verdict") >= {"met", "not_met"}, condition.id


def test_every_cited_text_has_a_number_and_every_condition_a_clause():
    for rule in load_rulebook(PACKS).rules:
        assert all(text.number for text in rule.spec.texts.values())
        assert all(condition.spec.cite for condition in rule.conditions)


def test_labels_are_given_in_both_languages():
    for contract in PACKS.every_contract.values():
        for name, field in contract.fields.items():
            assert field.label.zh and field.label.en, f"{contract.name}.{name}"
            assert any("一" <= c <= "龥" for c in field.label.zh), f"{contract.name}.{name}"


def test_no_synonym_means_two_fields_of_one_contract():
    for contract in PACKS.every_contract.values():
        seen = {}
        for name, field in contract.fields.items():
            for word in {field.label.zh, field.label.en, *field.synonyms}:
                other = seen.setdefault(word.casefold(), name)
                assert other == name, f"{contract.name}: '{word}' means {other} and {name}"
