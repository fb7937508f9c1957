"""The way to a language model, if the zone has one: an OpenAI-compatible endpoint, off by default.

Address, key and name come from the environment alone, so that no file of the project or of a
workspace ever holds a key. What comes back is read as foreign text: bounded in time and size.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from wotu.errors import WotuError

URL: Final = "WOTU_MODEL_URL"
KEY: Final = "WOTU_MODEL_KEY"
NAME: Final = "WOTU_MODEL_NAME"

SECONDS: Final = 30.0
"""For one answer, from the first byte sent to the last received."""

MOST_BYTES: Final = 256 * 1024
MOST_TOKENS: Final = 1_500


class ModelOffError(WotuError):
    """No model is set up."""

    kind = "model_off"


class ModelError(WotuError):
    """The model cannot be reached, or its answer cannot be used."""

    kind = "model"


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers. ``url`` is the address before ``/chat/completions``."""

    url: str
    name: str
    key: str | None = field(default=None, repr=False)
    seconds: float = SECONDS

    def ask(self, instructions: str, question: str) -> str:
        """The model's answer to one question, as text.

        Redirects are not followed: what is asked goes to the host that was named, and nowhere else.
        Raises:  ModelError for every way in which there is no answer.
        """
        body = {
            "model": self.name,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": question},
            ],
        }
        return _content(self._post(json.dumps(body, ensure_ascii=False).encode()))

    def _post(self, body: bytes) -> bytes:
        address = urlsplit(self.url)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection = self._connection()
        cut = None
        try:
            connection.connect()
            # One deadline for all of it: what drips in never meets a time limit of reading.
            cut = threading.Timer(self.seconds, _cut, [connection.sock])
            cut.daemon = True
            cut.start()
            connection.request(
                "POST", f"{address.path.rstrip('/')}/chat/completions", body, headers
            )
            answer = connection.getresponse()
            if answer.status != http.client.OK:
                raise self._fault(f"HTTP {answer.status}")
            text = answer.read(MOST_BYTES + 1)
            if answer.length or len(text) > MOST_BYTES:
                raise self._fault(f"> {MOST_BYTES // 1024} KiB, or cut off")
            return text
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._fault(f"{type(error).__name__}: {error}") from error
        finally:
            if cut is not None:
                cut.cancel()
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        address = urlsplit(self.url)
        host, port = address.hostname or "", address.port
        if address.scheme == "https":
            trusted = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self.seconds, context=trusted)
        return http.client.HTTPConnection(host, port, timeout=self.seconds)

    def _fault(self, found: str) -> ModelError:
        host = urlsplit(self.url).hostname
        return ModelError(
            f"模型 {self.name}（{host}）没有可用的回答：{found[:200]}。"
            f" The model {self.name} at {host} gave no answer that can be used: {found[:200]}.",
            model=self.name,
        )


def endpoint_from(environment: Mapping[str, str] = os.environ) -> Endpoint:
    """The endpoint that the environment names.

    Raises:  ModelOffError where it names none; ModelError for an address that is none.
    """
    url, name = environment.get(URL, "").strip(), environment.get(NAME, "").strip()
    if not url or not name:
        raise ModelOffError(
            f"没有启用模型；需要时在环境变量 {URL}、{NAME}（及 {KEY}）中写明。"
            f" No model is set up: give {URL}, {NAME} (and {KEY}) in the environment."
        )
    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.username:
        raise ModelError(f"{URL} 应为 http(s) 地址。 {URL} should be an http(s) address.")
    return Endpoint(url, name, environment.get(KEY) or None)


def _cut(link: socket.socket) -> None:
    with suppress(OSError):  # the answer came at the last moment, and the link is closed
        link.shutdown(socket.SHUT_RDWR)


def _content(answer: bytes) -> str:
    """The text of a chat completion."""
    try:
        told: Any = json.loads(answer)
        content = told["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ModelError(
            "模型的回答不是约定的格式。 The model's answer is no chat completion."
        ) from error
    if not isinstance(content, str):
        raise ModelError("模型的回答没有文字。 The model's answer holds no text.")
    return content
