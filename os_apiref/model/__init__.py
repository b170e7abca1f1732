# SPDX-License-Identifier: Apache-2.0
"""The API as its reference describes it: plain frozen data, no Sphinx and no HTML."""
