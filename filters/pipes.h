/*
 * Who has had which end of which pipe, FIFO or pair of sockets, from the rows of
 * descriptors (pt-capture --files) and what forks, execs and ends do with them.
 */
#ifndef PIPES_H
#define PIPES_H

#include "holds.h"
#include "processes.h"

/* To be called for each row, after processes_event(). */
void pipes_event(struct processes *p, struct event *e);

/* Forgets everything and frees it. */
void pipes_clear(void);

/* The first of a pipe's holds, from hold i on, whose process had it when the command's
 * time was up, else when pt-launch looked at what was left, else at the end of the
 * recording; 0: there is none. */
uint32_t pipes_next_held(const struct processes *p, uint32_t i);

/* The hold that an FD row, a number for files, is about; NULL: none is known. */
const struct hold *pipes_of_file(uint32_t file);

#endif
