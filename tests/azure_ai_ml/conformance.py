"""Microsoft's own clients against the emulator: that of Azure Machine Learning, and a plain one of Resource Manager.

    conformance.py http://127.0.0.1:8181 target/debug/lamplighter

The clients are stock, and speak to the emulator through TLS, since they send a token to nothing else. One documented
setting differs, `polling_interval`, since half a minute between two looks is long for an emulator. The emulator has to
be as it starts, at real pace, with one more page of instances than fits on the first: `--instances 250`. What
Lamplighter itself sets there, with `lamplighter run`, the client has to read as it was meant.
"""

import logging
import sys
import traceback

# The checks run in the order of these imports, on one world.
import machine_learning  # noqa: F401
import resource_manager  # noqa: F401
from world import CHECKS, World


def main(base, binary):
    logging.disable(logging.ERROR)
    world = World(base, binary)
    failed = 0
    for function in CHECKS:
        try:
            function(world)
            print(f"ok      {function.__doc__}", flush=True)
        except Exception:  # whatever it is, the other checks are worth knowing
            failed += 1
            print(f"FAILED  {function.__doc__}\n{traceback.format_exc()}", flush=True)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
