/* What the details of rows of descriptors say: OPEN, CLOSE, CLOEXEC, FD. */
#ifndef DESCRIPTOR_WORDS_H
#define DESCRIPTOR_WORDS_H

#include "holds.h"
#include "processes.h"

struct descriptor_words {
	uint8_t access; /* CAN_... */
	enum got got;   /* GOT_UNSEEN where it isn't said */
	bool socketpair, cloexec, off, unshare;
	int64_t other;  /* the number behind from, with or to; NONE */
	uint32_t label; /* the word behind named, a text of the recording; 0: none */
};

/* Words that aren't known are passed over. */
struct descriptor_words descriptor_words(struct processes *p, struct text detail);

#endif
