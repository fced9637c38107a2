"""`python -m watchfloor`: the command line, for where the `watchfloor` script is not on the path."""

import sys

from watchfloor.cli import main

if __name__ == "__main__":
    sys.exit(main())
