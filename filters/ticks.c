/* The ticks of a time axis, see ticks.h. */
#include <stdio.h>

#include "ticks.h"

#define SECOND INT64_C(1000000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

int64_t
tick_step(int64_t span, int most)
{
	static const int64_t long_ones[] = { 10 * SECOND, 20 * SECOND, 30 * SECOND,
		MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE,
		HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR };
	int64_t least = span / most + 1;

	for (int64_t unit = 1; unit <= SECOND; unit *= 10)
		for (int64_t i = 1; i <= 5; i += i == 1 ? 1 : 3)
			if (unit * i >= least)
				return unit * i;
	for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++)
		if (long_ones[i] >= least)
			return long_ones[i];
	for (int64_t unit = DAY;; unit *= 10)
		for (int64_t i = 1; i <= 5; i += i == 1 ? 1 : 3)
			if (unit * i >= least)
				return unit * i;
}

int64_t
tick_first(int64_t time, int64_t step)
{
	return time / step * step + (time > 0 && time % step != 0 ? step : 0);
}

static void
add_unit(struct buf *b, int64_t number, const char *unit)
{
	char text[32];

	if (number == 0)
		return;
	snprintf(text, sizeof text, "%lld%s", (long long)number, unit);
	buf_string(b, text);
}

/* The number of an axis is one digit behind the point at most: a tenth of the unit is
 * already the step. */
void
tick_label(struct buf *b, int64_t time, int64_t step)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = { { "s", SECOND }, { "ms", SECOND / 1000 },
		{ "µs", SECOND / 1000000 }, { "ns", 1 } };
	int64_t distance = time < 0 ? -time : time;
	char text[48];
	int i = 0;

	buf_string(b, time < 0 ? "-" : "");
	if (time == 0) {
		buf_char(b, '0');
	} else if (step >= MINUTE) {
		add_unit(b, distance / DAY, "d");
		add_unit(b, distance % DAY / HOUR, "h");
		add_unit(b, distance % HOUR / MINUTE, "m");
	} else {
		while (step < units[i].ns / 10)
			i++;
		snprintf(text, sizeof text, "%.*f%s", step < units[i].ns ? 1 : 0,
		    (double)distance / (double)units[i].ns, units[i].name);
		buf_string(b, text);
	}
}

void
short_duration(struct buf *b, int64_t ns)
{
	static const char *const names[] = { "ns", "µs", "ms", "s" };
	double value = (double)ns;
	char text[48];
	int i = 0;

	if (ns < 59950 * (SECOND / 1000)) {
		for (; i < 3 && value >= 999.5; i++)
			value /= 1000;
		snprintf(text, sizeof text, "%.*f%s",
		    i == 0 || value >= 99.95 ? 0
		    : value >= 9.995         ? 1
					     : 2,
		    value, names[i]);
		buf_string(b, text);
		return;
	}
	ns += SECOND / 2;
	if (ns >= HOUR)
		ns += MINUTE / 2 - SECOND / 2;
	add_unit(b, ns / DAY, "d");
	add_unit(b, ns % DAY / HOUR, "h");
	if (ns < DAY)
		add_unit(b, ns % HOUR / MINUTE, "m");
	if (ns < HOUR)
		add_unit(b, ns % MINUTE / SECOND, "s");
}
