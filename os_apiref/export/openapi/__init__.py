# SPDX-License-Identifier: Apache-2.0
"""The reference as an OpenAPI 3.1 document."""
