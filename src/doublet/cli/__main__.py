import sys

from doublet.cli import main

sys.exit(main())
