"""Somebody's browser: opens addresses, reads pages, presses buttons, holds cookies. It runs no scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient
from lxml import html

_BUTTON = "contains(concat(' ', @class, ' '), ' button ')"


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser shows."""

    status: int
    headers: Mapping[str, str]
    address: str  # its path
    body: bytes
    tree: Any

    @property
    def title(self) -> str:
        """The heading."""
        return str(self.tree.xpath("string(//h1)")).strip()

    @property
    def text(self) -> str:
        """All that is read on it."""
        return " ".join(" ".join(self.tree.xpath("//main//text()")).split())

    @property
    def faults(self) -> list[str]:
        """What it says is wrong."""
        return [one.text_content().strip() for one in self.tree.xpath("//*[contains(@class, 'fault')]")]

    @property
    def buttons(self) -> list[str]:
        """The buttons and links that look like them."""
        return [one.text_content().strip() for one in self.tree.xpath(f"//*[{_BUTTON}]")]

    def rows(self) -> list[str]:
        """The files in its list."""
        return [one.text_content().strip() for one in self.tree.xpath("//ul[@class='arrived']//span[@class='name']")]


class Browser:
    """One browser with its own cookies."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self._client = client
        self.origin = str(client.make_url("/")).rstrip("/")

    async def open(self, address: str) -> Page:
        """Go to an address."""
        async with self._client.get(address) as answer:
            return await _page(answer)

    async def press(
        self,
        page: Page,
        label: str,
        given: Mapping[str, str | Sequence[str]] | None = None,
        *,
        origin: str | None = None,
    ) -> Page:
        """Press a button, or follow what looks like one; `given` is filled in, by the label of its field."""
        for one in page.tree.xpath(f"//a[{_BUTTON}]"):
            if one.text_content().strip() == label:
                return await self.open(one.get("href"))
        form = next(
            one for one in page.tree.forms if label in [each.text_content().strip() for each in one.xpath(".//button")]
        )
        pressed = next(one for one in form.xpath(".//button") if one.text_content().strip() == label)
        sent = [(name, value) for name, value in form.form_values() if form.inputs[name] is not None]
        if pressed.get("name"):
            sent.append((pressed.get("name"), pressed.get("value", "")))
        for name, value in (given or {}).items():
            key, values = _field(page.tree, name, value)
            sent = [one for one in sent if one[0] != key] + [(key, one) for one in values]
        headers = {"Origin": self.origin if origin is None else origin}
        async with self._client.post(form.get("action"), data=sent, headers=headers) as answer:
            return await _page(answer)

    async def bring(self, files: Sequence[tuple[str, bytes]], to: str = "/upload", kind: str = "image/jpeg") -> Page:
        """Send files, as the form does; `kind` is what the browser makes of their names."""
        sent = FormData()
        for name, data in files:
            sent.add_field("files", data, filename=name, content_type=kind)
        async with self._client.post(to, data=sent, headers={"Origin": self.origin}) as answer:
            return await _page(answer)


def _field(tree: Any, label: str, value: str | Sequence[str]) -> tuple[str, list[str]]:
    """The name of the field of this label, and what is sent for a value, which may be the label of a choice."""
    values = [value] if isinstance(value, str) else list(value)
    for one in tree.xpath("//label"):
        if one.text_content().strip() == label:
            control = tree.get_element_by_id(one.get("for"))
            options = {each.text_content().strip(): each.get("value") for each in control.xpath(".//option")}
            return control.get("name"), [options.get(each, each) for each in values]
    for group in tree.xpath("//fieldset"):
        if group.xpath("string(legend)").strip() == label:
            known = {each.text_content().strip(): each.find("input") for each in group.xpath(".//label")}
            name = next(iter(known.values())).get("name")
            return name, [known[each].get("value") for each in values]
    raise AssertionError(f"no field {label!r}")


async def _page(answer: ClientResponse) -> Page:
    body = await answer.read()
    is_page = answer.content_type == "text/html" and body
    return Page(answer.status, answer.headers, answer.url.path, body, html.fromstring(body) if is_page else None)
