/* Where a process stands in the tree, see chain.h. */
#include "chain.h"
#include "describe.h"
#include "terminal.h"

enum { CREATORS = 3, COMMAND_COLUMNS = 32 };

void
chain_add(struct buf *b, const struct processes *p, uint32_t life, uint32_t top)
{
	uint32_t chain[CREATORS], count = 0, creator; /* of each the child */
	const char *below = terminal_look()->utf8 ? " › " : " > ";

	for (;; life = creator) {
		creator = p->lives[life].creator;
		if (creator == top || !life_is_known(&p->lives[creator]) ||
		    count == CREATORS)
			break;
		chain[count++] = life;
	}
	if (creator != top && life_is_known(&p->lives[creator])) {
		buf_string(b, "...");
		buf_string(b, below);
	}
	while (count-- > 0) {
		size_t start = b->n;
		describe_creator(b, p, &p->lives[chain[count]]);
		describe_cut(b, start, COMMAND_COLUMNS);
		buf_string(b, below);
	}
}
