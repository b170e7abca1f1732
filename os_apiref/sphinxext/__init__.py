# SPDX-License-Identifier: Apache-2.0
"""The Sphinx extension: the only part that imports sphinx and docutils."""
