"""The report: contents worked out in Python, typeset by typst."""
