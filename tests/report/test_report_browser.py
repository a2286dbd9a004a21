"""The report in a browser: wide, on a phone, by light and in the dark, by keyboard alone.

Chromium and its driver are found by their names; where they are not installed, nothing runs here.
"""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from kinds import KINDS

from rnnspec.report.page import write_report

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
LACKING = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]

pytestmark = [
    pytest.mark.keras,
    pytest.mark.browser,
    pytest.mark.skipif(bool(LACKING), reason=f"{' and '.join(LACKING)} not installed"),
]

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
DRAWN = ("series", "grouped", "several", "classes", "evil", "one_searched", "failed")
WIDE, PHONE = 1280, 360


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of each kind."""
    folder = tmp_path_factory.mktemp("runs")
    return {kind: write_report(KINDS[kind](folder / kind)) for kind in DRAWN}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Chromium without a window."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def _open(browser: Any, page: Path, width: int = WIDE, scheme: str = "light") -> None:
    screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width == PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    scheme_of = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme_of)
    browser.get(page.as_uri())


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("kind", DRAWN)
def test_it_opens_without_a_complaint(
    browser: Any, pages: dict[str, Path], kind: str, width: int
) -> None:
    _open(browser, pages[kind], width)
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


PICTURES = """
return [...document.querySelectorAll('figure')].map(figure => {
  const svg = figure.querySelector('svg'), frame = svg.getBoundingClientRect();
  const outside = [], texts = [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    if (box.left < frame.left - 1 || box.right > frame.right + 1 ||
        box.top < frame.top - 1 || box.bottom > frame.bottom + 1) outside.push(text.textContent);
    return [text.textContent, box.left, box.right, box.top, box.bottom];
  });
  const size = parseFloat(getComputedStyle(svg.querySelector('text')).fontSize);
  return {
    title: figure.querySelector('h3').textContent, width: frame.width, height: frame.height,
    marks: svg.querySelectorAll('path, use').length, outside, texts,
    letter: size * frame.width / svg.viewBox.baseVal.width,
  };
});
"""


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("kind", DRAWN)
def test_every_picture_is_drawn_and_its_labels_are_readable(
    browser: Any, pages: dict[str, Path], kind: str, width: int
) -> None:
    _open(browser, pages[kind], width)
    for picture in browser.execute_script(PICTURES):
        title = picture["title"]
        assert picture["width"] > 300, title
        assert picture["marks"] > 3, title
        assert picture["letter"] > 8.5, title
        assert picture["outside"] == [], title
        assert _overlapping(picture["texts"]) == [], title


def _overlapping(texts: list[list[Any]]) -> list[tuple[str, str]]:
    """Labels that lie over one another by more than a pixel or two."""
    slack = 2
    return [
        (a[0], b[0])
        for at, a in enumerate(texts)
        for b in texts[at + 1 :]
        if min(a[2], b[2]) - max(a[1], b[1]) > slack and min(a[4], b[4]) - max(a[3], b[3]) > slack
    ]


def test_the_dark_is_dark(browser: Any, pages: dict[str, Path]) -> None:
    ask = "return getComputedStyle(document.body).backgroundColor"
    seen = {}
    for scheme in ("light", "dark"):
        _open(browser, pages["series"], WIDE, scheme)
        seen[scheme] = browser.execute_script(ask)
    assert seen == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 25, 29)"}


FOCUSED = """
const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
return {
  tag: at.tagName.toLowerCase(), text: at.textContent.trim().slice(0, 40),
  outline: look.outlineStyle, width: parseFloat(look.outlineWidth),
  left: box.left, top: box.top + scrollY, place: [...document.querySelectorAll('*')].indexOf(at),
};
"""


def _press(browser: Any, key: str) -> dict[str, Any]:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(key).perform()
    found: dict[str, Any] = browser.execute_script(FOCUSED)
    return found


def test_everything_is_reached_by_keyboard_alone(browser: Any, pages: dict[str, Path]) -> None:
    """In the order of the page, each seen where it is, and no way astray."""
    from selenium.webdriver.common.keys import Keys

    _open(browser, pages["series"])
    stops = "a, summary, button, main [tabindex='0']:not(details *)"
    wanted = browser.execute_script(f"return document.querySelectorAll(`{stops}`).length")
    visited = [_press(browser, Keys.TAB)]
    assert visited[0]["text"] == "Skip to the report"
    assert visited[0]["left"] >= 0
    for _ in range(wanted - 1):
        visited.append(_press(browser, Keys.TAB))
    places = [one["place"] for one in visited]
    assert all(before < after for before, after in pairwise(places))
    assert {one["tag"] for one in visited} == {"a", "summary", "button", "div", "pre"}
    for one in visited:
        assert one["outline"] != "none", one
        assert one["width"] >= 2, one


def test_the_skip_link_and_the_numbers_work_by_keyboard(
    browser: Any, pages: dict[str, Path]
) -> None:
    from selenium.webdriver.common.keys import Keys

    _open(browser, pages["series"])
    _press(browser, Keys.TAB)
    assert _press(browser, Keys.ENTER)["tag"] == "main"
    focused = _press(browser, Keys.TAB)
    while focused["tag"] != "summary":
        focused = _press(browser, Keys.TAB)
    _press(browser, Keys.ENTER)
    opened = "return document.activeElement.parentElement.open"
    assert browser.execute_script(opened)
    assert _press(browser, Keys.TAB)["text"].startswith("Worst forecast of load")


COLUMN = """
const [name, clicks] = arguments, table = document.querySelector('table.sorts');
const heads = [...table.tHead.rows[0].cells], head = heads.find(h => h.textContent === name);
for (let click = 0; click < clicks; click++) head.querySelector('button').click();
return [
  head.getAttribute('aria-sort'),
  [...table.tBodies[0].rows].map(row => row.cells[heads.indexOf(head)].textContent),
];
"""


def test_the_heads_of_the_trials_sort_them(browser: Any, pages: dict[str, Path]) -> None:
    """Numbers as numbers, words as words; what is empty stays at the end."""
    _open(browser, pages["series"])
    for clicks, way in ((1, "ascending"), (1, "descending")):
        told, numbers = browser.execute_script(COLUMN, "trial", clicks)
        assert told == way
        assert [*map(int, numbers)] == sorted(range(1, 41), reverse=way == "descending")
    _, scores = browser.execute_script(COLUMN, "val_mae", 2)
    found = [float(score) for score in scores if score]
    assert found == sorted(found, reverse=True)
    assert scores[len(found) :] == [""] * 4
    _, states = browser.execute_script(COLUMN, "state", 1)
    assert states == sorted(states)


def test_on_a_phone_a_table_shows_that_it_goes_on(browser: Any, pages: dict[str, Path]) -> None:
    """Where it is wider than the screen, a shadow lies at its edge."""
    _open(browser, pages["series"], PHONE)
    wide, look = browser.execute_script(
        """
        const region = document.querySelector('#trials .scroll');
        return [region.scrollWidth > region.clientWidth, getComputedStyle(region).backgroundImage];
        """
    )
    assert wide
    assert look.count("linear-gradient") == 6
