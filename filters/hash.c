/* Hashes of 64 bits, see hash.h. */
#include "hash.h"

uint64_t
hash_number(uint64_t number)
{
	number = (number ^ number >> 33) * 0xff51afd7ed558ccdu;
	number = (number ^ number >> 33) * 0xc4ceb9fe1a85ec53u;
	return number ^ number >> 33;
}

static uint64_t
add(uint64_t hash, const char *bytes, size_t n)
{
	uint64_t chunk = 0;

	for (size_t i = 0; i < n; i++)
		chunk |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
	hash = (hash ^ chunk) * 0xff51afd7ed558ccdu;
	return hash ^ hash >> 32;
}

/* Eight bytes at a time, mixed by multiplication. */
uint64_t
hash_text(uint64_t before, struct text text)
{
	uint64_t hash = 0x9e3779b97f4a7c15u ^ before ^ text.n;

	for (; text.n >= 8; text.s += 8, text.n -= 8)
		hash = add(hash, text.s, 8);
	if (text.n > 0)
		hash = add(hash, text.s, text.n);
	return hash ^ hash >> 29;
}
