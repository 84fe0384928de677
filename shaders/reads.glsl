// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What kernels read comes as texel buffers, in places 1, 2, …; what they write is the storage
// buffer in place 0. Texels of one value here; kernels that read four at once say so themselves.

float at(textureBuffer values, uint index) { return texelFetch(values, int(index)).x; }
uint at(utextureBuffer values, uint index) { return texelFetch(values, int(index)).x; }
