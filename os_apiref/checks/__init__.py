# SPDX-License-Identifier: Apache-2.0
"""Whether a reference is true: rules over the model, and what becomes of their findings."""
