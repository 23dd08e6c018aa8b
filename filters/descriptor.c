/* Rows of descriptors, see descriptor.h. */
#include <stdio.h>
#include <string.h>

#include "descriptor.h"
#include "words.h"

/* As /proc/PID/fd has it; FIFOs, which it has by their paths, as /proc/locks has files.
 */
static void
set_target(struct row *r, const int64_t *number)
{
	enum { TYPE = 0170000, SOCKET = 0140000 }; /* inode(7) */
	unsigned long long inode = (unsigned long long)number['I'];
	unsigned device = (unsigned)number['V'];
	char target[64];

	if ((number['m'] & TYPE) == SOCKET)
		snprintf(target, sizeof target, "socket:[%llu]", inode);
	else if (device == 0)
		snprintf(target, sizeof target, "pipe:[%llu]", inode);
	else /* MKDEV, include/linux/kdev_t.h */
		snprintf(target, sizeof target, "fifo:[%02x:%02x:%llu]", device >> 20,
		    device & 0xfffff, inode);
	pieces_add(&r->name, 0, (struct text){ target, strlen(target) + 1 });
}

static void
add_word(struct row *r, const char *word)
{
	if (r->texts[1].n > 0)
		buf_char(&r->texts[1], ' ');
	buf_string(&r->texts[1], word);
	r->e.detail = buf_text(&r->texts[1]);
}

static void
add_number(struct row *r, const char *word, int64_t value)
{
	add_word(r, word);
	buf_char(&r->texts[1], ' ');
	buf_number(&r->texts[1], value);
	r->e.detail = buf_text(&r->texts[1]);
}

static void
add_access(struct row *r, const int64_t *number)
{
	static const char *const access[] = { "-", "r", "w", "rw" }; /* FMODE_... */

	add_word(r, access[number['a'] & 3]);
}

void
descriptor_open(struct row *r, const int64_t *number, struct text name)
{
	enum { PIPE, SOCKETPAIR, OPENED, DUP, FCNTL };
	static const char *const ways[] = { [PIPE] = "pipe",
		[SOCKETPAIR] = "socketpair",
		[OPENED] = "open",
		[DUP] = "dup",
		[FCNTL] = "fcntl" };
	enum { WAYS = sizeof ways / sizeof *ways };
	int64_t way = number['h'];
	const char *end = name.n > 0 ? memchr(name.s, '\0', name.n) : NULL;
	bool is_fifo = number['V'] != 0 && (number['m'] & 0170000) == 0010000;

	set_target(r, number);
	add_access(r, number);
	add_word(r, way >= 0 && way < WAYS ? ways[way] : "?");
	if (way == PIPE || way == SOCKETPAIR)
		add_number(r, "with", number['F']);
	else if (way == DUP || way == FCNTL)
		add_number(r, "from", number['F']);
	if (number['e'])
		add_word(r, "cloexec");
	if (!is_fifo || name.n == 0 || end == name.s)
		return;
	add_word(r, "named ");
	word_add(&r->texts[1],
	    (struct text){ name.s, end ? (size_t)(end - name.s) : name.n }, false);
	if (end == NULL)
		add_word(r, "...");
	r->e.detail = buf_text(&r->texts[1]);
}

void
descriptor_row(struct row *r, const int64_t *number)
{
	set_target(r, number);
	add_access(r, number);
	if (r->e.kind == CLOEXEC)
		add_word(r, number['e'] ? "on" : "off");
}

void
descriptor_range(struct row *r, const int64_t *number)
{
	enum { UNSHARE = 2, SET_CLOEXEC = 4 }; /* include/uapi/linux/close_range.h */

	if (number['w'] & SET_CLOEXEC) {
		r->e.kind = CLOEXEC;
		add_word(r, "on");
	}
	add_number(r, "to", number['L']);
	if (number['w'] & UNSHARE)
		add_word(r, "unshare");
}
