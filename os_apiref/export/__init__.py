# SPDX-License-Identifier: Apache-2.0
"""The reference for programs: what is published beside the pages, or written by ``export``."""
