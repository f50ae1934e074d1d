"""Let the pages that ask for predictions load the script that takes the answers."""

import re
from pathlib import Path

from page.players import versioned

SCRIPT = Path(__file__).with_name("prediction.js")
BOX = re.compile(r'<div class="prediction[" ]')


def write(pages, site):
    """Add the script where it has something to do; without it the options fold out all the same."""
    for name, text in pages.items():
        if BOX.search(text):
            root = "../" * name.count("/")
            address = versioned(site, f"_static/{SCRIPT.name}", SCRIPT.read_text("utf-8"))
            script = f'<script defer src="{root}{address}"></script>\n</head>'
            pages[name] = text.replace("</head>", script, 1)
