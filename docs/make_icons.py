"""Makes the icons in manifest/ from the drawings in manifest/teams/, in Chromium.

    pip install -e '.[browser]'; python -m docs.make_icons

CHROMIUM names another browser than the one on the path. Look at the icons before you commit them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MANIFEST = Path(__file__).parents[1] / "manifest"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]

STYLE = "body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }"

# Icon, drawing, its part that is shown, and the size in pixels. Slack adds no margin, so its icon is cut closer.
ICONS = (
    ("teams/color.png", "color.svg", "0 0 192 192", 192),
    ("teams/outline.png", "outline.svg", "0 0 32 32", 32),
    ("slack.png", "color.svg", "24 24 144 144", 512),
)


def main() -> None:
    """Draw each at exactly the size that its platform asks for."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for icon, name, part, size in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            drawing = (MANIFEST / "teams" / name).read_text("utf-8")
            page.set_content(f"<style>{STYLE}</style>{drawing}")
            page.eval_on_selector("svg", "(svg, part) => svg.setAttribute('viewBox', part)", part)
            page.screenshot(path=str(MANIFEST / icon), omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
