"""The page in a browser, where there is one: on a telephone nothing is cut off."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
MEASURE = """
<script>
addEventListener("load", () => {
  const frame = document.querySelector("iframe").contentDocument;
  const wide = [...frame.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right > 390.5;
  }).slice(0, 5).map(e => e.tagName + "." + (e.getAttribute("class") || ""));
  document.title = "width " + frame.documentElement.scrollWidth + " over " + wide.join(" ");
  document.querySelector("iframe").remove();
});
</script>
"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2019-02-21", "2020-06-17"])
def test_at_390_pixels_nothing_overflows(servanda, tmp_path, day):
    done = servanda("brief", "korea", "--as-of", day, "-o", tmp_path / "brief.html")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "brief.html").read_text(encoding="utf-8")
    # The page is framed, since a headless window is never narrower than some 500 pixels.
    (tmp_path / "frame.html").write_text(
        '<meta charset="utf-8"><iframe src="brief.html" '
        f'style="width:390px;height:844px;border:0"></iframe>{MEASURE}',
        encoding="utf-8",
    )
    assert "<script" not in text
    title = re.search(r"<title>(.*?)</title>", dom(tmp_path))
    assert title
    assert title[1].strip() == "width 390 over"


def dom(folder) -> str:
    """The framing page after it has measured."""
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-quic", "--allow-file-access-from-files", "--virtual-time-budget=20000",
        "--hide-scrollbars", "--window-size=800,900", f"--user-data-dir={folder / 'profile'}",
        "--dump-dom", f"file://{folder / 'frame.html'}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout
