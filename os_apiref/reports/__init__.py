# SPDX-License-Identifier: Apache-2.0
"""Findings as people and programs want them: one module for each format."""
