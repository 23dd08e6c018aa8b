/* Stacks of names with weights, as flame graphs are made of. */
#ifndef STACKS_H
#define STACKS_H

#include <stdint.h>

#include "buf.h"

/* What is deeper is counted in a last name "...": the output stays linear however deep
 * the stacks are. */
enum { STACKS_DEEPEST = 256 };

/* The number of the stack that has one name more than that one; 0 is the empty stack.
 * The name is copied. */
uint32_t stacks_push(uint32_t stack, struct text name);

/* Adds to the weight of a stack; what is below 0 counts as 0. */
void stacks_add(uint32_t stack, int64_t weight);

/* Writes all that have a weight, "a;b 12", in units of so much, rounded; those that
 * round to 0 are left out. Sorted by name below each name. */
void stacks_write(uint64_t unit);

#endif
