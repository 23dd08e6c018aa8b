/*
 * Pieces of a picture in SVG (w3.org/TR/SVG11): no script, nothing loaded, readable on
 * light and on dark pages.
 *
 *	<rect class="c0" x="308.0" y="92.5" width="120.4" height="12.0"/>
 *
 * Text is to be printable UTF-8, as describe.h gives it: all of that is allowed in XML.
 */
#ifndef SVG_H
#define SVG_H

#include "buf.h"

/* The picture's width, and more than what a column of the labels' font takes: 0.6 em
 * in most fonts that have one width. */
#define SVG_WIDTH 960.0
#define SVG_COLUMN 6.8

void svg_add(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text whose left end, or the right one where the class has "right", is there. */
void svg_text(struct buf *b, const char *class, double x, double y, struct text t);

/* A rectangle; title: what pointing at it tells, NULL for nothing. */
void svg_rect(struct buf *b, const char *class, double x, double y, double width,
    double height, const struct buf *title);

/* A path of the class; the path as SVG has it. */
void svg_path(
    struct buf *b, const char *class, struct text path, const struct buf *title);

/* What is drawn until the end is clipped at a rectangle. */
void svg_clip(struct buf *b, double x, double y, double width, double height);
void svg_clip_end(struct buf *b);

/* Writes the whole picture to standard output. The title isn't seen, but read to those
 * who can't see. */
void svg_write(struct text body, double height, struct text title);

#endif
