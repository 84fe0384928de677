// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0

float sigmoid(float x) { return 1.0 / (1.0 + exp(-x)); }

// Out of exp alone, so that large arguments come to one and not to infinity over infinity.
float hyperbolicTangent(float x) { return 1.0 - 2.0 / (exp(2.0 * x) + 1.0); }
