/*
 * The time line as a picture, for pt-format -d svg: what stands between its heading
 * and its end, from the top down.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "colours.h"
#include "processes.h"
#include "svg.h"

/* Measures, in the picture's pixels. */
#define MARGIN 16.0
#define RIGHT (SVG_WIDTH - 24) /* of the time line */
#define LINE_HEIGHT 16.0       /* of text */
#define LANE_HEIGHT 18.0
#define LOAD_HEIGHT 30.0

struct picture {
	const struct processes *processes; /* of this recording */
	struct buf body;                   /* what is drawn of all recordings */
	double top;                        /* where the next thing goes */
	double left;                       /* of the time line */
	int64_t begin, end;                /* ns: at its left and right end */
	int64_t origin;                    /* ns: time 0 */
	uint32_t lanes;                    /* how many */
	struct colours colours;            /* by executable */
};

/* Of seconds, in what pointing at things tells. */
enum { DECIMALS = 6 };

/* Where a time is. */
double picture_x(const struct picture *p, int64_t time);

/* How wide text is drawn. */
double picture_width(struct text text);

/* The marks' labels, and their lines through what is that high below. */
void picture_marks(struct picture *p, double height);

/* The times of the axis. */
void picture_axis(struct picture *p);

/* Its ticks as lines through what is that high below. */
void picture_grid(struct picture *p, double height);

/* Sets `lanes`, and `left` so that their labels have room. */
void picture_measure_lanes(struct picture *p);

/* A lane for each process that is shown. */
void picture_lanes(struct picture *p);

/* How many processes were alive, and how many cores busy. */
void picture_load(struct picture *p);

#endif
