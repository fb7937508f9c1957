"""Small chain maps for tests."""

from wotu.packs.chains import ChainMap


def node(label: str, products: list[str], **more: object) -> dict[str, object]:
    """A link with the words given."""
    return {
        "label": {"zh": label, "en": label},
        "stage": "midstream",
        "products": products,
        "examples": {"placed": products},
    } | more


def chain(nodes: dict[str, dict[str, object]], name: str = "tried") -> ChainMap:
    """A map of some links, without edges."""
    label = {"zh": name, "en": name}
    return ChainMap.model_validate(
        {
            "chain": name,
            "label": label,
            "about": label,
            "edition": "1",
            "sources": ["tests"],
            "nodes": nodes,
        }
    )
