/* An open file of a process in words, see held-file.h. */
#include <string.h>

#include "describe.h"
#include "held-file.h"
#include "openers.h"
#include "pipes.h"
#include "words.h"

/* Of the processes at the other end of a pipe, or that have a lock, no more are named. */
enum { NAMED = 4 };

static const struct processes *processes;

struct text
held_word(uint32_t text)
{
	static struct buf word;
	struct text t = texts_get(&processes->texts, text);

	word.n = 0;
	word_next(&t, &word);
	return buf_text(&word);
}

/* The words behind the access: the address of a socket; that it is a FIFO; locks. */
static struct text
behind_access(const struct file *f)
{
	struct text t = texts_get(&processes->texts, f->detail);
	const char *space = t.n ? memchr(t.s, ' ', t.n) : NULL;

	if (space == NULL)
		return (struct text){ 0 };
	return (struct text){ space + 1, (size_t)(t.s + t.n - space - 1) };
}

static bool
is_fifo(const struct file *f)
{
	struct text words = behind_access(f);

	return text_begins(words, "fifo") && (words.n == 4 || words.s[4] == ' ');
}

bool
held_is_pipe(const struct file *f)
{
	return text_begins(held_word(f->target), "pipe:") || is_fifo(f);
}

static struct text
locks_of(const struct file *f)
{
	struct text words = behind_access(f);
	size_t n = words.n > 4 ? 5 : 4;

	if (text_begins(held_word(f->target), "socket:"))
		return (struct text){ 0 };
	return is_fifo(f) ? (struct text){ words.s + n, words.n - n } : words;
}

/* The next of the rows of files that the command was given, from `file` on, that is of
 * this one; 0: none. */
static uint32_t
given(uint32_t file, uint32_t target)
{
	uint32_t first = processes->lives[processes->root].first_file;

	while (file != 0 && processes->files[file].target != target)
		file = processes->files[file].next;
	return processes->root != 0 && file != 0 &&
		       processes->files[file].time == processes->files[first].time
		   ? file
		   : 0;
}

static uint32_t
first_given(uint32_t target)
{
	return given(processes->lives[processes->root].first_file, target);
}

enum held_rank
held_rank(const struct file *f)
{
	static const char deleted[] = " (deleted)";
	struct text target = held_word(f->target);

	if (text_begins(target, "/dev/null") && target.n == strlen("/dev/null"))
		return ORDINARY;
	if (first_given(f->target) != 0)
		return GIVEN;
	if (text_begins(target, "pipe:") || text_begins(target, "socket:") || is_fifo(f))
		return PIPE;
	if (locks_of(f).n > 0)
		return LOCKED;
	if (target.n > sizeof deleted &&
	    memcmp(target.s + target.n - (sizeof deleted - 1), deleted,
		sizeof deleted - 1) == 0)
		return DELETED;
	return ORDINARY;
}

void
held_add_process(struct buf *b, uint32_t life)
{
	buf_number(b, processes->lives[life].pid);
	buf_char(b, ' ');
	describe_executable(b, processes, &processes->lives[life]);
}

/* The processes that a line names, each once. */
struct names {
	struct buf *b;
	const char *words; /* before the first one */
	uint32_t lives[NAMED], n;
};

static void
add_name(struct names *names, uint32_t life)
{
	for (uint32_t i = 0; i < names->n && i < NAMED; i++)
		if (names->lives[i] == life)
			return;
	if (names->n++ == NAMED) {
		buf_string(names->b, " and more");
		return;
	}
	names->lives[names->n - 1] = life;
	buf_string(names->b, names->n > 1 ? ", " : names->words);
	held_add_process(names->b, life);
}

/* Whether it is one of its words for locks, see pt-events(5). */
static bool
has_lock(const struct file *f, enum held_lock lock)
{
	static struct buf word;
	struct text words = locks_of(f);

	while (word_next(&words, &word) == WORD) {
		bool flock = text_begins(buf_text(&word), "flock-");
		bool fcntl = text_begins(buf_text(&word), "posix-") ||
			     text_begins(buf_text(&word), "ofdlck-");
		if (lock == FLOCK ? flock : fcntl)
			return true;
	}
	return false;
}

static void
add_openers(struct names *names, const struct file *f, char access, enum held_lock lock)
{
	uint32_t n;
	const uint32_t *rows = openers_of(f, access, &n);

	for (uint32_t i = 0; i < n && names->n <= NAMED; i++) {
		const struct file *row = &processes->files[rows[i]];
		if (row->life != f->life && (lock == NO_LOCK || has_lock(row, lock)))
			add_name(names, row->life);
	}
}

void
held_add_users(struct buf *b, const char *words, const struct file *f, char access)
{
	add_openers(&(struct names){ .b = b, .words = words }, f, access, NO_LOCK);
}

void
held_add_lockers(struct buf *b, const char *words, const struct file *f, uint32_t owner,
    enum held_lock lock)
{
	struct names names = { .b = b, .words = words };

	if (owner != 0)
		add_name(&names, owner);
	if (owner == 0 || lock == FLOCK)
		add_openers(&names, f, 0, lock);
}

/* "the command's stdout and stderr" */
static void
add_given(struct buf *b, uint32_t target)
{
	static const char *const names[] = { "stdin", "stdout", "stderr" };
	uint32_t first = first_given(target);

	buf_string(b, "the command's ");
	for (uint32_t i = first; i != 0; i = given(processes->files[i].next, target)) {
		int64_t fd = processes->files[i].fd;
		buf_string(b, i != first ? " and " : "");
		if (fd >= 0 && fd < 3) {
			buf_string(b, names[fd]);
		} else {
			buf_string(b, "descriptor ");
			buf_number(b, fd);
		}
	}
}

/* "127.0.0.1:5000-[::1]:443" is one to the other; anything but such ends is a path. */
static void
add_address(struct buf *b, struct text address)
{
	static const char numbers[] = "0123456789abcdef.:[]-";

	for (size_t i = 0; i < address.n; i++) {
		if (address.s[i] == '\0' || strchr(numbers, address.s[i]) == NULL) {
			word_add(b, address, false);
			return;
		}
	}
	for (size_t i = 0; i < address.n; i++) {
		if (address.s[i] == '-')
			buf_string(b, " to ");
		else
			buf_char(b, address.s[i]);
	}
}

/* The address of a socket, see sockets.h, in words; false where it isn't known. */
static bool
add_socket(struct buf *b, const struct file *f)
{
	static const struct {
		const char *prefix, *words;
	} kinds[] = {
		{ "tcp-listen:", "a TCP socket, listening on " },
		{ "unix-listen:", "a UNIX socket, listening on " },
		{ "tcp:", "a TCP socket, " },
		{ "udp:", "a UDP socket, " },
		{ "unix:", "a UNIX socket, " },
	};
	static struct buf address;
	struct text word = behind_access(f);

	address.n = 0;
	if (!text_begins(held_word(f->target), "socket:") || !word_next(&word, &address))
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t n = strlen(kinds[i].prefix);
		if (!text_begins(buf_text(&address), kinds[i].prefix))
			continue;
		buf_string(b, kinds[i].words);
		add_address(b, (struct text){ address.s + n, address.n - n });
		return true;
	}
	return false;
}

void
held_add_target(struct buf *b, const struct file *f)
{
	buf_string(b, is_fifo(f) ? "the FIFO " : "");
	if (!add_socket(b, f))
		describe_words(b, texts_get(&processes->texts, f->target));
}

/* Where descriptors were recorded: whom it has the pipe from, and who made that. */
static void
add_origin(struct buf *b, const struct file *f)
{
	const struct hold *h = pipes_of_file((uint32_t)(f - processes->files));

	if (h == NULL)
		return;
	uint32_t maker = pipes.pipes[h->pipe].maker;
	while (h->source != 0 && pipes.holds[h->source].life == f->life)
		h = &pipes.holds[h->source];
	if (h->source != 0) {
		buf_string(b, ", inherited from ");
		held_add_process(b, pipes.holds[h->source].life);
	}
	if (maker != 0) {
		buf_string(b, ", made by ");
		held_add_process(b, pipes.holds[maker].life);
	}
}

void
held_add_file(struct buf *b, const struct file *f)
{
	bool pipe = held_is_pipe(f);
	bool reads = openers_can(processes, f, 'r');
	bool writes = openers_can(processes, f, 'w');

	if (pipe && reads != writes)
		buf_string(b, writes ? "the write end of " : "the read end of ");
	if (held_rank(f) == GIVEN && pipe && !is_fifo(f)) {
		buf_string(b, "the pipe that was ");
		add_given(b, f->target);
		return;
	}
	held_add_target(b, f);
	if (held_rank(f) == GIVEN) {
		buf_string(b, ", ");
		add_given(b, f->target);
	} else if (pipe) {
		held_add_users(
		    b, writes ? ", read by " : ", written by ", f, writes ? 'r' : 'w');
	}
	add_origin(b, f);
	if (locks_of(f).n > 0) {
		buf_string(b, ", locked (");
		describe_words(b, locks_of(f));
		buf_char(b, ')');
	}
}

void
held_know(const struct processes *p)
{
	processes = p;
	openers_know(p);
}
