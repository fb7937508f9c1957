"""Random rules that the checker accepts, for tests that hold for any rule."""

import tempfile
from pathlib import Path

from wotu.errors import PackError
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule

MONEY = [
    f"firm_finance.{name}[last_year{year}]"
    for name in ("sales_revenue_cny", "rd_expense_cny", "total_assets_cny", "total_income_cny")
    for year in ("", " - 1", " - 2")
] + [
    "sum(firm_finance.rd_expense_cny, 3 years)",
    "operating(firm_finance.sales_revenue_cny[last_year - 2])",
]
COUNTS = [
    "firm_staff.total_staff[last_year]",
    "firm_staff.sci_tech_staff[last_year]",
    "firm_innovation.ip_class1_in_force[last_year]",
]
LISTS = [
    "count(firm_ip where kind = 'invention' and granted_on <= as_of)",
    "count(firm_certificate where kind = 'hnte')",
]
FLAGS = [
    "firm_profile.standards_participation",
    "firm_registration.is_branch",
    "exists(firm_incident where kind != 'minor')",
    "firm_profile.hitech_field in ('electronics', 'none')",
    "as_of - firm_registration.founded_on >= 365 days",
    "firm_review.ip_core_support[this_year] != 'E'",
]


class Expressions:
    """Expressions of a kind, at most ``depth`` deep, that may name earlier quantities."""

    def __init__(self, chance):
        self.chance = chance
        self.named = {"money": [], "share": [], "count": [], "points": []}

    def money(self, depth):
        c = self.chance
        if depth == 0 or c.random() < 0.25:
            return c.choice([*MONEY, *self.named["money"], f"{c.choice([5, 100, 3000])} 万元"])
        way = c.choice(["+", "-", "max", "min", "if", "known", "times"])
        if way in "+-":
            return f"({self.money(depth - 1)} {way} {self.money(depth - 1)})"
        if way in {"max", "min"}:
            return f"{way}({self.money(depth - 1)}, {self.money(depth - 1)})"
        if way == "if":
            return f"(if {self.truth(depth - 1)} then {self.money(depth - 1)} else {self.money(depth - 1)})"
        if way == "times":
            return f"{c.choice([3, 20])}% * {self.money(depth - 1)}"
        return f"first_known({self.money(depth - 1)}, {self.money(depth - 1)})"

    def share(self, depth):
        c = self.chance
        if self.named["share"] and c.random() < 0.3:
            return c.choice(self.named["share"])
        if c.random() < 0.3:
            return f"{self.count(0)} / {self.count(0)}"
        return f"{self.money(max(0, depth - 1))} / {self.money(0)}"

    def count(self, depth):
        c = self.chance
        pool = [*COUNTS, *self.named["count"]]
        if depth == 0 or c.random() < 0.4:
            return c.choice(pool)
        return f"({self.count(depth - 1)} {c.choice('+-')} {self.count(depth - 1)})"

    def points(self, depth):
        c = self.chance
        pool = self.named["points"]
        if not pool:
            return f"points(firm_review.ip_count_points[this_year], 0..{c.choice([6, 8])})"
        if depth == 0 or c.random() < 0.4:
            return c.choice(pool)
        if c.random() < 0.4:
            return f"{c.choice(['max', 'min'])}({self.points(depth - 1)}, {self.points(depth - 1)})"
        return f"({self.points(depth - 1)} + {self.points(depth - 1)})"

    def truth(self, depth):
        c = self.chance
        if depth == 0 or c.random() < 0.15:
            return c.choice(FLAGS)
        way = c.choice(
            ["money", "share", "count", "list", "cagr", "points", "and", "or", "not", "is"]
        )
        sign = c.choice([">=", ">", "<", "<="])
        if way == "money":
            return f"{self.money(depth - 1)} {sign} {self.money(depth - 1)}"
        if way == "share":
            return f"{self.share(depth - 1)} {sign} {c.choice([3, 5, 60])}%"
        if way == "count":
            return f"{self.count(depth - 1)} {c.choice([sign, '=', '!='])} {c.choice([1, 3, 100])}"
        if way == "list":
            return f"{c.choice(LISTS)} {sign} {c.choice([0, 1, 2])}"
        if way == "cagr":
            first, last = c.choice(MONEY[:12]), c.choice(MONEY[:12])
            return (
                f"cagr({first}, {last}, {c.choice([1, 2, 3])} years) {sign} {c.choice([0, 5, 20])}%"
            )
        if way == "points":
            return f"{self.points(depth - 1)} {sign} {c.choice([3, 6, 10])} points"
        if way in {"and", "or"}:
            return f"({self.truth(depth - 1)} {way} {self.truth(depth - 1)})"
        if way == "not":
            return f"not ({self.truth(depth - 1)})"
        return f"({self.money(depth - 1)}) is {c.choice(['known', 'unknown'])}"


def random_rule(packs, chance):
    """A rule of a few quantities, tables of bands, tallies and nested conditions."""
    words = Expressions(chance)
    label = "{zh: 甲, en: a}"
    lines = []
    for place in range(chance.randint(3, 7)):
        kind = chance.choice(["money", "share", "count", "points", "points", "tally"])
        name = f"q{place}"
        if kind == "points":
            bands = "".join(
                f'      - {{when: "{words.truth(2)}", points: {low}..{low + chance.choice([0, 1, 3])}}}\n'
                for low in (9, 5, 2)[: chance.randint(1, 3)]
            )
            lines.append(
                f"  {name}:\n    label: {label}\n    bands:\n{bands}      - {{points: 0}}\n"
            )
        elif kind == "tally":
            lines.append(
                f'  {name}: {{label: {label}, expr: "tally({words.truth(1)}, {words.truth(2)}, {words.truth(1)})"}}\n'
            )
            continue
        else:
            text = getattr(words, kind)(3)
            lines.append(f'  {name}: {{label: {label}, expr: "{text}"}}\n')
        words.named[kind].append(name)

    def condition(name, depth):
        if depth and chance.random() < 0.4:
            mode = chance.choice(["all", "any"])
            parts = ", ".join(condition(f"{name}_{n}", depth - 1) for n in range(2))
            return f"{{id: {name}, label: {label}, cite: t 1, {mode}: [{parts}]}}"
        return f'{{id: {name}, label: {label}, cite: t 1, test: "{words.truth(3)}"}}'

    conditions = "".join(f"  - {condition(f'c{n}', 2)}\n" for n in range(chance.randint(1, 4)))
    amount = (
        f'  amount: {{label: {label}, expr: "max(min({words.money(2)} / 3, 50 万元), 0 yuan)"}}\n'
    )
    text = (
        f'rule: random.rule\nedition: "1"\nlabel: {label}\nvalid: {{from: 2020-01-01}}\n'
        f"texts: {{t: {{title: {label}}}}}\nmeasure: {{kind: subsidy, amount: amount, department: {label}}}\n"
        f"quantities:\n{''.join(lines)}{amount}conditions:\n{conditions}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            return check_rule(load_yaml(path), packs.contracts, packs.code_lists)
        except PackError as error:
            raise AssertionError(f"{error}\n{text}") from error
