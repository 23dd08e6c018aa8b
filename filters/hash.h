/* Hashes of 64 bits, the same on every machine; not for secrets. */
#ifndef HASH_H
#define HASH_H

#include <stdint.h>

#include "buf.h"

/* The number with all bits mixed: different ones stay different, and only 0 gives 0
 * (the finalizer of MurmurHash3, which is in the public domain). */
uint64_t hash_number(uint64_t number);

/* Of a text, and of what was hashed before: 0, or another hash. */
uint64_t hash_text(uint64_t before, struct text text);

#endif
