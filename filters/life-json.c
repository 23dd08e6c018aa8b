/* What is known of a process as members of JSON, see life-json.h. */
#include "describe.h"
#include "life-json.h"

static void
add_known(struct json *j, const char *name, int64_t value, int64_t unknown)
{
	if (value != unknown)
		json_number(j, name, value);
}

void
json_life_ids(struct json *j, const struct life *l)
{
	json_number(j, "pid", l->pid);
	add_known(j, "nspid", l->nspid, 0);
	add_known(j, "ppid", l->parent, 0);
	add_known(j, "pgid", l->pgid, 0);
	add_known(j, "sid", l->sid, 0);
	add_known(j, "uid", l->uid, NONE);
}

void
json_life_outcome(struct json *j, const struct processes *p, const struct life *l)
{
	static struct buf b;

	b.n = 0;
	describe_status(&b, p, l);
	json_string(j, "status", buf_text(&b));
	if (l->ending != ENDED)
		json_true(j, "end_not_recorded");
	else if (l->status != NONE && (l->status & 0x7f) != 0)
		json_number(j, "signal", l->status & 0x7f);
	else if (l->status != NONE)
		json_number(j, "exit_code", l->status >> 8 & 0xff);
	add_known(j, "cpu_ns", l->cpu, NONE);
	add_known(j, "rss_kib", l->rss, NONE);
	b.n = 0;
	describe_notes(&b, p, l);
	if (b.n > 0)
		json_string(j, "notes", buf_text(&b));
}
