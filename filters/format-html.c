/*
 * pt-format -d html: one file that a browser shows as a report: time line, load, table.
 *
 *	<script type="application/json" class="recording">{"command":"make check", ...
 */
#include "format.h"
#include "out.h"
#include "page.h"
#include "pipes.h"
#include "report.h"
#include "select.h"

/* Processes shown where --limit doesn't say: so many a browser opens at once. */
enum { MOST = 100000 };

static void
render(struct processes *p)
{
	struct selection selection = select_lives(p, format_options.min_duration);
	bool limited = format_options.limit != NONE;

	select_limit(p, &selection, limited ? format_options.limit : MOST);
	select_report(
	    &selection, limited ? "--limit" : "--limit N for more than 100,000");
	page_begin();
	out_string("<script type=\"application/json\" class=\"recording\">");
	report_write(p, &selection);
	out_string("</script>\n");
	pipes_clear();
}

static void
on_end(void)
{
	page_begin();
	page_end();
}

const struct format format_html = { "html", .recording = render, .end = on_end,
	.row = pipes_event };
