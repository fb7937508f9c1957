"""Random facts of random firms, with gaps, for tests that hold on any population."""

import datetime as dt
import random
from decimal import Decimal

import polars as pl

from wotu.contracts.schema import FieldType, TimeKind
from wotu.rules.compile import FIRM_ID
from wotu.rules.interpret import Interpreter
from wotu.rules.typed import GivenPoints, InputTerm

AS_OF = dt.date(2026, 6, 30)


def random_value(field, codes, chance):
    """A value that the field allows, or none."""
    if chance.random() < 0.25:
        return None
    value = _unbounded(field, codes, chance)
    if field.maximum is not None:
        value = min(value, type(value)(field.maximum))
    return value if field.minimum is None else max(value, type(value)(field.minimum))


def _unbounded(field, codes, chance):
    match field.type:
        case FieldType.MONEY | FieldType.MONEY_USD:
            # Round amounts meet each other at thresholds; zero and negative ones at guards.
            return (
                Decimal(
                    chance.choice([0, 0, 5, 100, 1000, 5000, 20000, -300, chance.randint(1, 30000)])
                )
                * 10_000
            )
        case FieldType.COUNT:
            return chance.choice([0, 1, 2, 3, 4, 5, 10, 100, 300, 1000])
        case FieldType.POINTS:
            return Decimal(chance.randint(0, int(field.maximum or 10) * 2)) / 2
        case FieldType.BOOLEAN:
            return chance.random() < 0.5
        case FieldType.CODE:
            return chance.choice(codes[field.codes])
        case FieldType.DATE:
            return AS_OF - dt.timedelta(days=chance.choice([0, 364, 365, 366, 800, 1500, 4000]))
        case FieldType.YEAR:
            return chance.choice([2022, 2023, 2024, 2025, 2026])
    return chance.choice(["甲", "乙"])


def random_facts(packs, firms, chance):
    codes = {name: list(codes.labels)[:40] for name, codes in packs.code_lists.items()}
    codes["gbt4754_2017"] = ["C", "3921", "G", "5111", "591", "5930", "6621", "6513", "7010", "72"]
    facts = {}
    seed = chance.random()
    for contract in packs.contracts.values():
        chance = random.Random(f"{seed} {contract.name}")  # a new contract changes no other's rows
        rows = []
        for firm in firms:
            if contract.time.kind is TimeKind.YEAR and contract.key == (contract.time.from_field,):
                fixed = [{contract.time.from_field: year} for year in (2023, 2024, 2025, 2026)]
            elif contract.time.kind is TimeKind.STATE:
                fixed = [{}]
            else:
                fixed = [{} for _ in range(chance.choice([0, 0, 1, 2, 6]))]
            for known in fixed:
                if chance.random() < 0.1:
                    continue
                row = {n: random_value(f, codes, chance) for n, f in contract.fields.items()}
                rows.append({FIRM_ID: firm, **row, **known})
        schema = {FIRM_ID: pl.String, **contract.stored_types}
        facts[contract.name] = pl.DataFrame(rows, schema=schema, strict=False).lazy()
    return facts


def within_the_text(rule, row, items, chance):
    """The row with points that experts give for ``items`` in the range that the text leaves."""
    row = dict(row)
    for term in rule.quantities.values():
        given = term.operand if isinstance(term, GivenPoints) else None
        if isinstance(given, InputTerm) and given.input in items:
            range_ = Interpreter(rule, AS_OF, row).value(term.otherwise)
            points = chance.randint(int(range_.low), int(range_.high))
            row[given.input.column(AS_OF)] = Decimal(points)
    return row


def some_rules(rules, chance, number):
    """A few of the rules: over all seeds every one has its turn."""
    return chance.sample(list(rules.values()), min(number, len(rules)))
