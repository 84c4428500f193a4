"""What holds for all tests: a property is judged by what it finds, not by how busy the machine is.

`--hypothesis-profile=thorough` looks for what seldom happens, for as long as it takes. How whoever runs the
tests has set kzun up makes no difference.
"""

import os

from hypothesis import HealthCheck, settings

for name in ("KZUN_FACTS", "KZUN_CACHE_DIR", "KZUN_CONFIG", "KZUN_PAGER", "NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(name, None)

settings.register_profile(
    "patient", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("patient"), max_examples=5_000)
settings.load_profile("patient")
