"""What a browser would send of a form as it stands on a page."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the fields of the form with one action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.values = action, dict[str, list[str]]()
        self._is_inside, self._select, self._textarea = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("action", "").endswith(self.action)
        if not self._is_inside:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        is_left_out = kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and "checked" not in given)
        if tag == "input" and name and not is_left_out:
            self.values.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            self.values[self._select] = [given.get("value", "")]
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._is_inside and self._textarea:
            self.values[self._textarea][0] += data.removeprefix("\n")


def fields_of(page: str, action: str) -> dict[str, list[str]]:
    """Names and values of the form whose address ends with `action`, as they stand."""
    reader = _Fields(action)
    reader.feed(page)
    assert reader.values, action
    return reader.values
