"""Shapes shared by all pack files: bilingual labels, and pydantic errors turned into faults."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from wotu.errors import Fault, PackError, did_you_mean
from wotu.packs.yaml_source import YamlSource


class PackModel(BaseModel):
    """Base of every pack shape: immutable, and a key that nobody reads is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(PackModel):
    """A name in both languages of the site."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The Chinese text for ``zh`` and its variants, the English one otherwise."""
        return self.zh if language.startswith("zh") else self.en


Model = TypeVar("Model", bound=BaseModel)


def parse_model(model: type[Model], source: YamlSource, **defaults: Any) -> Model:
    """Validate a document against ``model``.

    Raises:  PackError holding every fault with its line and, for an unknown key, the nearest
        known one.
    """
    if not isinstance(source.data, dict):
        raise PackError([source.fault((), "expected a mapping of keys to values")])
    try:
        return model.model_validate({**defaults, **source.data})
    except ValidationError as error:
        faults = [_fault(model, source, item) for item in error.errors()]
        raise PackError(faults) from error


def _fault(model: type[BaseModel], source: YamlSource, item: Any) -> Fault:
    location = tuple(item["loc"])
    where = ".".join(str(part) for part in location)
    message = str(item["msg"])
    if item["type"] == "extra_forbidden":
        message = "this key is not known here."
        if len(location) == 1:
            message += did_you_mean(str(location[0]), list(model.model_fields))
    elif item["type"] == "missing":
        message = "this key is required"
    else:
        found = item.get("input")
        if isinstance(found, (str, int, float)):
            message = f"{message}; found {found!r}"
    return source.fault(location, f"{where}: {message}")
