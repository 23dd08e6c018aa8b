/* What is known of a process as members of the JSON object under way; what isn't known
 * is left out. */
#ifndef LIFE_JSON_H
#define LIFE_JSON_H

#include "json.h"
#include "processes.h"

/* "pid":4243,"ppid":4242,"pgid":4242,"sid":4000,"uid":1000 */
void json_life_ids(struct json *j, const struct life *l);

/* "status":"exit 2","exit_code":2,"cpu_ns":12300000,"rss_kib":9900,"notes":"orphaned" */
void json_life_outcome(struct json *j, const struct processes *p, const struct life *l);

#endif
