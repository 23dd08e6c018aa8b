/* The data of pt-format -d html: what a page needs to know of a recording. */
#ifndef REPORT_H
#define REPORT_H

#include "select.h"

/*
 * Writes the processes that are shown, and what is known of the whole recording, as one
 * JSON object (RFC 8259), which share/report-data.js reads. There is no < in it, so it
 * can't end the script element it stands in, nor begin another (HTML Standard, 13.2.5.4).
 */
void report_write(const struct processes *p, const struct selection *selection);

#endif
