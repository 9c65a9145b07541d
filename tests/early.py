"""Settings that libraries read as they are loaded: a plugin that comes before them.

Plugins of pytest load NumPy before ``conftest.py`` is read. Child processes inherit it.
"""

import os

from verify.memory import keep_freed

# Processes side by side share the cores, as the command's workers do.
os.environ["OMP_NUM_THREADS"] = "1"

# Derivations have more than the thousand expressions that sympy remembers otherwise.
os.environ.setdefault("SYMPY_CACHE_SIZE", "100000")

keep_freed()
