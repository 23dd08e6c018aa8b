/* What rows tell of processes beside their births, programs and ends. */
#ifndef FACTS_H
#define FACTS_H

#include "processes.h"

/* Keeps words of a row; those that aren't words are reported with stream_bad(). */
uint32_t facts_words(struct processes *p, struct text text);

/* Take in a row of that kind; of EXECFAIL the life is known already. */
void facts_failed_exec(struct processes *p, struct life *l, struct event *e);
void facts_oom(struct processes *p, const struct event *e);
void facts_signal(struct processes *p, struct event *e);
void facts_file(struct processes *p, struct event *e); /* FD, WAIT */
void facts_zombie(struct processes *p, const struct event *e);
void facts_timeout(struct processes *p, const struct event *e);
void facts_meta(struct processes *p, struct event *e);
void facts_missed(struct processes *p, const struct event *e);
void facts_lost(struct processes *p, const struct event *e);

#endif
