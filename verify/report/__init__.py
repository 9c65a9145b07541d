"""The report: contents worked out in Python, typeset by typst."""

import os

# Before Matplotlib is loaded: drawings go to files, and no window system has a say.
os.environ["MPLBACKEND"] = "agg"
