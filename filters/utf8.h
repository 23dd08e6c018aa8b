/* UTF-8 (RFC 3629) in bytes that may be anything. */
#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { NOT_UTF8 = -1 };

/* The first character of n > 0 bytes and its length. NOT_UTF8 stands for as many
 * bytes as can begin a character but don't complete it, at least one ("maximal
 * subpart", The Unicode Standard 3.9, as the WHATWG's decoder takes it). */
size_t utf8_decode(const char *bytes, size_t n, int32_t *character);

/* The number of bytes of the printable UTF-8 character at s, 0 when it isn't one:
 * controls, invalid and overlong forms, surrogates, bidirectional and other format
 * characters, private use, noncharacters. */
size_t printable_character(const char *s, size_t n);

#endif
