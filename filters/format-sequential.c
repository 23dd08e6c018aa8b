/*
 * pt-format -d sequential: JSON lines in the shape of proctrace.
 *
 *	981412021,SETSID,4243,4242,4243,4243,0,,,,,,,
 *	{"SetSID":{"seq":2,"timestamp":81021,"pid":4243,"ppid":4242,"pgid":4243,"sid":4243,"uid":0}}
 */
#include "format.h"
#include "out.h"
#include "rows.h"

static void
event(struct event *e)
{
	out_text(row_json(e));
}

const struct format format_sequential = { "sequential", .event = event };
