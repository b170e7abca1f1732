# SPDX-License-Identifier: Apache-2.0
"""Repairs of source files: text in, text out, and every byte that is not at fault as it was."""
