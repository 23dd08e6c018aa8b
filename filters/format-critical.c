/*
 * pt-format -d critical: the critical path, see critical.h, a line for each link of it.
 *
 *	 START    TIME   SHARE   SAVES     CPU   PID  LINK
 *	0.020s  1.001s   96.5%  1.001s  0.001s  4244  make > timeout > sleep 60
 *	1.021s  0.001s    0.1%  0.001s          4243  make > (timeout: itself)
 */
#include <string.h>

#include "account.h"
#include "chain.h"
#include "describe.h"
#include "format.h"
#include "out.h"
#include "terminal.h"

enum { EXECUTABLES = 5 };

/* A link stands out when it is so much of the whole. */
static const double heavy = 0.1;

static const struct processes *processes;
static uint32_t root;
static struct critical path;
static struct account account;

static struct {
	int decimals;             /* of seconds */
	size_t time, pid, before; /* widths: of columns, of all before the last */
	uint32_t mark, next_mark; /* the last one told, and where to look on; lives */
} table;

static int64_t
time_of(const struct link *l)
{
	return l->end - l->start;
}

static double
share_of(int64_t time)
{
	return path.total > 0 ? (double)time / (double)path.total : 0;
}

/* Whether the process did nothing else. */
static bool
is_whole(const struct link *l)
{
	return l->first && l->all == time_of(l);
}

static bool
has_cpu(const struct link *l)
{
	return is_whole(l) && processes->lives[l->life].cpu != NONE &&
	       life_is_exact(&processes->lives[l->life]);
}

static void
add_seconds(struct buf *b, int64_t ns)
{
	describe_seconds(b, ns, table.decimals);
	buf_char(b, 's');
}

/* At the right of its column, with two spaces behind. */
static void
put(struct text text, size_t width)
{
	out_spaces(width > text.n ? width - text.n : 0);
	out_text(text);
	out_string("  ");
}

static void
put_heading(const char *heading, size_t width)
{
	put((struct text){ heading, strlen(heading) }, width);
}

static void
put_number(int64_t number, size_t width)
{
	static struct buf b;

	b.n = 0;
	buf_number(&b, number);
	put(buf_text(&b), width);
}

static void
put_seconds(int64_t ns)
{
	static struct buf b;

	b.n = 0;
	add_seconds(&b, ns);
	put(buf_text(&b), table.time);
}

static void
put_time(int64_t ns)
{
	put_seconds(ns);
	out_format("%5.1f%%  ", share_of(ns) * 100);
}

static void
measure(void)
{
	static struct buf b;

	table.decimals = path.total < 1000000000 ? 6 : 3;
	b.n = 0;
	add_seconds(&b, path.total);
	table.time = b.n > strlen("START") ? b.n : strlen("START");
	table.pid = strlen("PID");
	for (size_t i = 0; i < path.count; i++) {
		b.n = 0;
		if (path.links[i].shown)
			buf_number(&b, processes->lives[path.links[i].life].pid);
		table.pid = b.n > table.pid ? b.n : table.pid;
	}
	table.before = (table.time + 2) * 4 + strlen("100.0%  ") + table.pid + 2;
}

static void
add_name(struct buf *b, uint32_t life, uint32_t program)
{
	const struct life *l = &processes->lives[life];

	if (program != 0) {
		describe_file(b, processes, program);
	} else {
		buf_string(b, l->birth == BIRTH_FORK ? "(fork) " : "");
		describe_words(b, texts_get(&processes->texts, l->name));
		buf_string(b, l->name == 0 ? "?" : "");
	}
}

static void
add_mark(struct buf *b, uint32_t mark)
{
	buf_string(b, "=== ");
	describe_mark(b, processes, &processes->lives[mark]);
	buf_string(b, " ===");
}

static void
add_link(struct buf *b, const struct link *l, uint32_t program)
{
	const struct life *life = &processes->lives[l->life];

	if (l->life != root)
		chain_add(b, processes, l->life, root);
	if (!l->first) {
		buf_char(b, '(');
		add_name(b, l->life, program);
		buf_string(b, ": itself)");
		return;
	}
	if (life->flags & LIFE_MARK) {
		add_mark(b, l->life);
		return;
	}
	if (!is_whole(l) && l->life != root) {
		buf_char(b, '(');
		add_seconds(b, l->all);
		buf_string(b, " in all, saves ");
		add_seconds(b, l->all_saved);
		buf_string(b, ") ");
	}
	if (life->ending == STILL_RUNNING)
		buf_string(b,
		    life_may_have_ended(processes, life) ? "(running?) " : "(running) ");
	if (program != 0)
		describe_program(b, processes, program);
	else
		describe_command(b, processes, life);
}

/* Tells the last mark made before that time, unless it was told. */
static void
put_mark(int64_t time)
{
	static struct buf b;
	uint32_t mark = table.mark;

	for (; table.next_mark < processes->count; table.next_mark++) {
		const struct life *l = &processes->lives[table.next_mark];
		if (!(l->flags & LIFE_MARK))
			continue;
		if (processes->programs[l->last_program].time >
		    processes->lives[root].start + time)
			break;
		mark = table.next_mark;
	}
	if (mark == table.mark)
		return;
	table.mark = mark;
	b.n = 0;
	add_mark(&b, mark);
	out_spaces(table.before);
	out_text(buf_text(&b));
	out_char('\n');
}

static void
put_link(const struct link *l, uint32_t program)
{
	static struct buf b;
	const struct life *life = &processes->lives[l->life];
	size_t used = table.before, width = terminal_look()->width;
	bool bold = terminal_look()->colour && share_of(time_of(l)) >= heavy;

	put_mark(l->start);
	if (life->flags & LIFE_MARK)
		table.mark = l->life;
	out_string(bold ? "\x1b[1m" : "");
	put_seconds(l->start);
	put_time(time_of(l));
	put_seconds(l->saved);
	if (has_cpu(l))
		put_seconds(life->cpu);
	else
		out_spaces(table.time + 2);
	put_number(life->pid, table.pid);
	b.n = 0;
	add_link(&b, l, program);
	if (width > 0)
		describe_cut(&b, 0, width > used ? width - used : 0);
	out_text(buf_text(&b));
	out_string(bold ? "\x1b[m\n" : "\n");
}

/* A sum of links: it has no start. */
static void
put_sum(int64_t time, size_t count, const char *what)
{
	out_spaces(table.time + 2);
	put_time(time);
	out_spaces((table.time + 2) * 2 + table.pid + 2);
	out_format("%zu link%s", count, count == 1 ? "" : "s");
	out_string(what);
	out_char('\n');
}

static void
put_links(void)
{
	int64_t left = path.total;
	size_t count =
	    critical_choose(&path, format_options.limit, format_options.min_duration);

	measure();
	put_heading("START", table.time);
	put_heading("TIME", table.time);
	out_string(" SHARE  ");
	put_heading("SAVES", table.time);
	put_heading("CPU", table.time);
	put_heading("PID", table.pid);
	out_string("LINK\n");
	for (size_t i = 0; i < path.count; i++) {
		if (!path.links[i].shown)
			continue;
		put_link(&path.links[i], account.ran[i]);
		left -= time_of(&path.links[i]);
	}
	if (count < path.count)
		put_sum(left, path.count - count, " more, none longer");
	put_sum(path.total, path.count, " in all");
}

static void
put_executables(void)
{
	static struct buf b;
	int64_t left = path.total;
	size_t links = 0;

	for (size_t i = 0; i < account.count; i++) {
		const struct account_sum *sum = &account.sums[i];
		if (i >= EXECUTABLES && account.count > EXECUTABLES + 1) {
			links += sum->links;
			continue;
		}
		b.n = 0;
		buf_string(&b, " of ");
		add_name(&b, sum->life, sum->program);
		buf_char(&b, '\0');
		put_sum(sum->time, sum->links, b.s);
		left -= sum->time;
	}
	if (links > 0)
		put_sum(left, links, " of others");
}

static void
put_title(void)
{
	static struct buf b;
	const struct life *l = &processes->lives[root];

	b.n = 0;
	if (processes->lost_rows > 0) {
		describe_lost(&b, processes);
		buf_string(&b, ": the path may not be the true one\n");
	}
	buf_string(&b, "critical path of PID ");
	buf_number(&b, l->pid);
	buf_string(&b, ", which took ");
	buf_string(&b, life_is_exact(l) ? "" : "more than ");
	describe_seconds(&b, path.total, path.total < 1000000000 ? 6 : 3);
	buf_string(&b, processes->timeout != NONE ? "s, then its time was up: " : "s: ");
	describe_start(&b, processes, l);
	buf_char(&b, '\n');
	out_text(buf_text(&b));
}

static void
render(struct processes *p)
{
	static bool another;

	processes = p;
	root = critical_root(p);
	if (root == 0)
		return;
	path = critical_find(p, root);
	account = account_links(p, root, &path);
	table.mark = 0;
	table.next_mark = root;
	out_string(another ? "\n" : "");
	another = true;
	put_title();
	put_links();
	put_executables();
	account_free(&account);
	critical_free(&path);
}

const struct format format_critical = { "critical", .recording = render };
