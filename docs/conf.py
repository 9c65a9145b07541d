"""How the site is built: ``make docs``, offline, from the sources and their words."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))

project = "Verifying the latent space of autoencoders"
author = "the authors of the toolkit"
project_copyright = "MIT licence"
extensions = [
    "myst_parser",
    "sphinx.ext.apidoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Latent spaces, verified"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False

apidoc_modules = [
    {
        "path": f"../{package}",
        "destination": f"api/{package}",
        "separate_modules": True,
        "max_depth": 1,
        "exclude_patterns": ["../verify/claims"],
    }
    for package in ("theory", "empirical", "verify")
]
autodoc_default_options = {
    "members": True,
    "member-order": "bysource",
    # What a package hands on is documented where it is made.
    "ignore-module-all": True,
}
autodoc_typehints = "none"
napoleon_numpy_docstring = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_attr_annotations = False
napoleon_use_ivar = True


def setup(app: Sphinx) -> None:
    """Write the pages that are made from the claims and the talk, then read all."""
    from made import write

    app.connect("builder-inited", lambda app: write(Path(app.srcdir) / "made"))
