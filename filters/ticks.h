/* The ticks of a time axis, and times in few characters. */
#ifndef TICKS_H
#define TICKS_H

#include <stdint.h>

#include "buf.h"

/* Their distance in ns, so that at most so many are in a span: 1, 2 or 5 and zeros
 * below a minute, then what clocks and calendars divide into. */
int64_t tick_step(int64_t span, int most);

/* The first multiple of step that is not before a time. */
int64_t tick_first(int64_t time, int64_t step);

/* The time at a tick: "20ms", "0.5s", "1h30m". */
void tick_label(struct buf *b, int64_t time, int64_t step);

/* "850ns", "1.20ms", "59.9s", "3m20s": three digits or two units. */
void short_duration(struct buf *b, int64_t ns);

#endif
