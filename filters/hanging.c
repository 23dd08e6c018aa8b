/* What hung when the command's time was up, see hanging.h. */
#include "describe.h"
#include "hanging.h"
#include "held.h"

/* Of so many what they did when the time was up is told, the newest: what hangs is mostly
 * younger than what waits for it. */
enum { HANGING = 100 };

/* Whether it was alive when the command's time was up. */
static bool
hung(const struct processes *p, const struct life *l)
{
	return l->first_wait != 0 && p->files[l->first_wait].time == p->timeout;
}

/* What it did then. */
static void
add_hanging(struct buf *b, const struct processes *p, uint32_t life)
{
	const struct life *l = &p->lives[life];

	buf_string(b, "  ");
	buf_number(b, l->pid);
	buf_string(b, " ");
	describe_command(b, p, l);
	if (l->mark != 0) {
		buf_string(b, "  ('");
		describe_mark(b, p, &p->lives[l->mark]);
		buf_string(b, "')");
	}
	buf_string(b, "\n");
	held_add_waits(b, p, life, p->timeout, "    ");
}

void
hanging_add(struct buf *b, const struct processes *p)
{
	const struct life *root = &p->lives[p->root];
	uint32_t n = 0, left_out;

	buf_string(b, "the command had not ended within ");
	describe_seconds(b, p->time_limit * 1000000, 3);
	buf_string(b, " s: ");
	describe_start(b, p, root);
	buf_string(b, "\n");
	for (uint32_t i = 1; i < p->count; i++)
		n += hung(p, &p->lives[i]);
	left_out = n > HANGING ? n - HANGING : 0;
	if (left_out > 0) {
		buf_string(b, "  ... ");
		buf_number(b, left_out);
		buf_string(b, " older ones\n");
	}
	for (uint32_t i = 1, skipped = 0; i < p->count; i++) {
		if (!hung(p, &p->lives[i]))
			continue;
		if (skipped < left_out)
			skipped++;
		else
			add_hanging(b, p, i);
	}
}
