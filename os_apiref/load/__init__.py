# SPDX-License-Identifier: Apache-2.0
"""Text to model: YAML files, directive contents and prose, without Sphinx."""
