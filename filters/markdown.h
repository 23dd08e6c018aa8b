/* Text in Markdown as GitHub has it (GFM), where it means nothing but itself. */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "buf.h"

/* Write printable text in one line to standard output, the second one as code. Every
 * character that could be markup is an entity, which CommonMark (6.2, entity references)
 * never takes for structure, not even in a table: backticks and backslashes don't
 * protect a | there as they do elsewhere. A URL may still become a link. */
void markdown_text(struct text t);
void markdown_code(struct text t);

#endif
