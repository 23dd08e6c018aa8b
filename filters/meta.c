/* META rows, see meta.h. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "boottime.h"
#include "event.h"
#include "meta.h"
#include "words.h"

/* The text between spaces becomes a word each. */
static void
write_row(int64_t time, const char *key, const char *text)
{
	static struct buf words;
	struct event e = event_new(META);

	words.n = 0;
	for (const char *p = text, *end = p + strlen(p); p < end; p++) {
		size_t n = strcspn(p, " ");
		if (p > text)
			buf_char(&words, ' ');
		word_add(&words, (struct text){ p, n }, false);
		p += n;
	}
	e.time = time;
	e.name = (struct text){ key, strlen(key) };
	e.detail = buf_text(&words);
	event_write(&e);
}

void
meta_write(int64_t time, const char *tracer, bool procs, bool files)
{
	char realtime[32], bootid[64] = "";
	struct utsname system;
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");

	if (f != NULL && fgets(bootid, sizeof bootid, f) != NULL)
		bootid[strcspn(bootid, "\n")] = '\0';
	if (f != NULL)
		fclose(f);
	uname(&system);
	snprintf(realtime, sizeof realtime, "%lld",
	    (long long)(clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_BOOTTIME)));

	write_row(time, "format", "1");
	write_row(time, "host", system.nodename);
	write_row(time, "kernel", system.release);
	write_row(time, "machine", system.machine);
	write_row(time, "bootid", bootid);
	write_row(time, "realtime", realtime);
	write_row(time, "tracer", tracer);
	write_row(time, "procs", procs ? "all" : "none");
	if (files)
		write_row(time, "files", "pipes");
}
