/* Events in the shape of proctrace, see rows.h. */
#include "diag.h"
#include "json.h"
#include "rows.h"
#include "stream.h"

static const char *const tags[KINDS] = {
	[FORK] = "Fork",
	[EXEC] = "ExecFull",
	[EXECFAIL] = "BadExec",
	[EXIT] = "Exit",
	[SETSID] = "SetSID",
	[SETPGID] = "SetPGID",
};

static struct json json;
static struct row_number number = { 0, NONE }; /* of the last line */

/* proctrace needs the member: what isn't known is 0. */
static void
needed(const char *name, int64_t value)
{
	json_number(&json, name, value == NONE ? 0 : value);
}

static void
known(const char *name, int64_t value)
{
	if (value != NONE)
		json_number(&json, name, value);
}

static bool
add_name(const char *member, const struct event *e)
{
	if (json_word(&json, member, e->name))
		return true;
	row_bad("name", e->name);
	return false;
}

static bool
add_arguments(const struct event *e)
{
	if (json_words(&json, "args", e->detail))
		return true;
	row_bad("detail", e->detail);
	return false;
}

/* The members that proctrace has, in its order. */
static bool
add_needed(const struct event *e, struct row_number n)
{
	needed("seq", n.seq);
	needed("timestamp", e->time - n.start);
	if (e->kind == FORK) {
		needed("parent_pid", e->ppid);
		needed("child_pid", e->pid);
		needed("parent_pgid", e->pgid);
		return true;
	}
	needed("pid", e->pid);
	if (e->kind == EXECFAIL)
		return true;
	needed("ppid", e->ppid);
	needed("pgid", e->pgid);
	if (e->kind == SETSID)
		needed("sid", e->sid);
	return e->kind != EXEC || (add_name("filename", e) && add_arguments(e));
}

/* As wait(2) encodes it on Linux. */
static void
add_wait_status(int64_t code)
{
	if (code == NONE)
		return;
	if ((code & 0x7f) == 0) {
		json_number(&json, "status", code >> 8 & 0xff);
		return;
	}
	json_number(&json, "signal", code & 0x7f);
	if (code & 0x80)
		json_true(&json, "core_dumped");
}

static bool
add_known(const struct event *e)
{
	if (e->kind == EXECFAIL) {
		known("ppid", e->ppid);
		known("pgid", e->pgid);
	}
	if (e->kind != SETSID)
		known("sid", e->sid);
	known("uid", e->uid);
	known("nspid", e->nspid);
	known("by", e->by);
	if (e->kind == FORK)
		known("clone_flags", e->code);
	if (e->kind == EXECFAIL)
		known("errno", e->code);
	if (e->kind == EXIT) {
		add_wait_status(e->code);
		known("cpu_ns", e->cpu);
		known("max_rss_kib", e->rss);
	}
	if (e->kind == EXEC || e->name.s == NULL)
		return true;
	return add_name(e->kind == EXECFAIL ? "filename" : "comm", e);
}

void
row_bad(const char *column, struct text cell)
{
	stream_bad("%s '%s' is not quoted as a shell needs it", column,
	    printable(cell.s, cell.n));
}

struct text
row_json_as(struct event *e, struct row_number n)
{
	event_texts(e);
	json_begin(&json, tags[e->kind]);
	if (!add_needed(e, n) || !add_known(e))
		return (struct text){ 0 };
	json_end(&json, tags[e->kind]);
	return buf_text(&json.text);
}

struct text
row_json(struct event *e)
{
	struct row_number n = { number.seq + 1, number.start };
	struct text line = { 0 };

	if (e->kind == HEADER)
		number.start = NONE;
	if (tags[e->kind] == NULL)
		return line;
	if (n.start == NONE)
		n.start = e->time;
	line = row_json_as(e, n);
	if (line.s != NULL)
		number = n;
	return line;
}

struct row_number
row_last(void)
{
	return number;
}
