/*
 * The page around the data of pt-format -d html, see share/report.html: it is part of
 * the program since that was built, with its style and its scripts.
 */
#ifndef PAGE_H
#define PAGE_H

/* Writes what stands before the data, unless it has been written. */
void page_begin(void);

/* Writes what stands behind it. */
void page_end(void);

#endif
