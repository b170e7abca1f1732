# SPDX-License-Identifier: Apache-2.0
"""``python -m os_apiref`` is the command ``os-apiref``."""

import sys

from os_apiref.cli import main

sys.exit(main())
