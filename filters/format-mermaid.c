/* pt-format -d mermaid: a Gantt chart, see gantt.h. */
#include "diag.h"
#include "format.h"
#include "gantt.h"

static void
render(struct processes *p)
{
	struct selection selection = select_lives(p, format_options.min_duration);

	gantt_add(p, &selection, format_options.limit);
	select_report(&selection,
	    format_options.limit != NONE ? "--limit" : "Mermaid takes 50,000 characters");
}

static void
on_end(void)
{
	size_t size = gantt_write();

	if (size > GANTT_MAX && format_options.limit != NONE)
		warn("Mermaid refuses more than 50,000 characters unless its maxTextSize "
		     "is raised; the chart has up to %zu",
		    size);
}

const struct format format_mermaid = { "mermaid", .recording = render, .end = on_end };
