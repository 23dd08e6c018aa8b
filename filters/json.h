/*
 * One JSON object under way (RFC 8259), in one line without spaces:
 *
 *	{"pid":4243,"argv":["sh","-c","exit 3"],"lossy":true}
 *
 * It is valid UTF-8 whatever the bytes of the strings are: what isn't UTF-8 becomes
 * U+FFFD. Characters that aren't printable are escaped, so a terminal is safe.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

/* All zero is ready for json_begin(). */
struct json {
	struct buf text; /* what has been written so far */
	bool lossy;      /* a string had bytes that are not UTF-8 */
	bool truncated;  /* words ended in the mark of a vector cut short */
};

/* Begins an object; with a tag it is the only member of another one. */
void json_begin(struct json *j, const char *tag);

/* Adds "truncated":true and "lossy":true where they are, and closes the object,
 * the one around it (when it has a tag) and the line. */
void json_end(struct json *j, const char *tag);

/* A member each. Names are taken as they are; in an array there is none: NULL. */
void json_number(struct json *j, const char *name, int64_t value);
void json_digits(struct json *j, const char *name, int64_t value);       /* as a string */
void json_thousandths(struct json *j, const char *name, uint64_t value); /* 1.234 */
void json_true(struct json *j, const char *name);
void json_string(struct json *j, const char *name, struct text value);

/* Members that hold members of their own, until the end. */
void json_object(struct json *j, const char *name);
void json_object_end(struct json *j);
void json_array(struct json *j, const char *name);
void json_array_end(struct json *j);

/* Members from cells of words, see words.h: the one word of a cell as a string, all
 * of them with a space between as a string, all of them as an array. False, with
 * the member half written, when the cell isn't that. An empty cell gives an empty
 * string or array. */
bool json_word(struct json *j, const char *name, struct text cell);
bool json_joined(struct json *j, const char *name, struct text cell);
bool json_words(struct json *j, const char *name, struct text cell);

#endif
