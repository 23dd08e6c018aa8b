/*
 * arguments LIFE: executes itself with vectors of arguments of every kind, one process
 * a vector, in the order of their numbers; vector.N holds what the process was given,
 * each word ended by a 00.
 *
 * LIFE is how long each one lives: so many milliseconds, or "on", which is until a line
 * comes on standard input.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "facts.h"

enum { LONGEST_WORD = 128 * 1024 - 1, WORDS = 5000, PROCESSES = 200 };

static const char *life;
static unsigned number;
static pid_t living[PROCESSES];

static struct {
	char *word[WORDS + 1];
	int n;
} v;

static void
add(const char *bytes, size_t n)
{
	v.word[v.n++] = strndup(bytes, n);
}

static void
add_string(const char *s)
{
	add(s, strlen(s));
}

static void
write_vector(void)
{
	char name[32];

	snprintf(name, sizeof name, "vector.%u", number++);
	FILE *f = fopen(name, "w");
	if (f == NULL)
		fact_fail(name);
	for (int i = 0; i < v.n; i++)
		fwrite(v.word[i], 1, strlen(v.word[i]) + 1, f);
	if (v.n == 0) /* the kernel makes it one empty word, exec.c */
		fputc('\0', f);
	fclose(f);
}

/* Executes the vector, and empties it. */
static void
run(void)
{
	char environment[64], end;
	int ends[2];

	snprintf(environment, sizeof environment, "LIFE=%s", life);
	write_vector();
	v.word[v.n] = NULL;
	if (pipe(ends) < 0)
		fact_fail("pipe");
	pid_t pid = vfork();
	if (pid == 0) {
		execve("/proc/self/exe", v.word, (char *[]){ environment, NULL });
		_exit(99);
	}
	living[number - 1] = pid;
	close(ends[1]);
	if (read(ends[0], &end, 1) != 0)
		fact_fail("pipe");
	close(ends[0]);
	if (strcmp(life, "on") != 0)
		waitpid(pid, NULL, 0);
	while (v.n > 0)
		free(v.word[--v.n]);
}

static void
run_word(const char *s)
{
	add_string(s);
	run();
}

/* So many words of so many bytes. */
static void
run_sized(int words, size_t size)
{
	char *s = malloc(size + 1);

	for (size_t i = 0; i < size; i++)
		s[i] = (char)('a' + i % 26);
	for (int i = 0; i < words; i++)
		add(s, size);
	free(s);
	run();
}

/* Bytes of every value in words of every length, repeatable. */
static void
run_random(uint32_t seed, size_t total)
{
	char word[512];
	uint32_t x = seed * 2654435761u + 1;

	for (size_t used = 0; used < total;) {
		size_t n = (x >> 8) % (sizeof word < total - used + 1 ? sizeof word
								      : total - used + 1);
		for (size_t i = 0; i < n; i++) {
			x ^= x << 13, x ^= x >> 17, x ^= x << 5;
			word[i] = (char)(x % 255 + 1);
		}
		x ^= x << 13, x ^= x >> 17, x ^= x << 5;
		add(word, n);
		used += n + 1;
	}
	run();
}

static void
run_odd(void)
{
	static const char *const odd[] = { "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
		"\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", /* each length */
		"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xf0\x80\x80\x80", /* overlong */
		"\xed\xa0\x80", "\xed\xbf\xbf", /* surrogates */
		"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff", "\x80",
		"\xbf", "\xe2\x82", "\xf0\x9f\x98", "a\xe2\x82z", "\xc3",
		"\xc3\xa9\xcc\x81", "\xe2\x80\xae",
		"\xe2\x81\xa6"
		"x\xe2\x81\xa9",
		"\xef\xbb\xbf", "\xe2\x80\x8b", "\xe2\x80\xa8", "\n", "a\nb", "\n\n",
		"\r", "\t", "'", "\"", "\"\"", ",", "a,b", "=1+1", "+1", "-1", "@x",
		"...", "$'x'", "$x", "`id`", "\\", "\\n", "\\'", "~", "*", "#", "!", " ",
		"  ", "a b", "\x01", "\x1b[31m", "\x7f", "A=b", "{a,b}", "[x]", "<", "|",
		"&", ";", "(", "%s", "",
		"\x01"
		"1",
		"\x1b"
		"f" };
	char all[256];

	run(); /* no word at all */
	run_word("");
	run_word("...");
	add_string("");
	add_string("a");
	run_word("");
	add_string("a");
	run_word("...");
	for (int i = 1; i < 256; i++) {
		all[i - 1] = (char)i;
		add(all + i - 1, 1);
	}
	run();
	add(all, 255);
	run();
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		add_string(odd[i]);
	run();
}

static void
wait_for_end(const char *until)
{
	long ms = atol(until);

	close_range(3, ~0U, 0); /* the execution is over: the next may begin */
	if (strcmp(until, "on") == 0)
		pause();
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
	_exit(0);
}

int
main(int argc, char **argv)
{
	static const int counts[] = { 1, 2, 3, 10, 31, 32, 33, 100, 1000, 3000, 5000 };
	static const size_t sizes[] = { 1, 2, 63, 64, 127, 128, 199, 200, 201, 399, 2039,
		2040, 2041, 4087, 4095, 4096, 4097, 6000, 6399, 6400, 8192, 12000, 16384,
		30000, 32767, 40000, 65279, 65280, 100000, LONGEST_WORD };

	if (getenv("LIFE") != NULL)
		wait_for_end(getenv("LIFE"));
	life = argc == 2 ? argv[1] : "0";
	run_odd();
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		run_sized(counts[i], 3);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		run_sized(1, sizes[i]);
	for (uint32_t i = 1; i <= 40; i++)
		run_random(i, i * i * 5);
	run_sized(8, LONGEST_WORD);
	if (strcmp(life, "on") == 0) {
		getchar(); /* or the end of who would have written */
		for (unsigned i = 0; i < number; i++) {
			kill(living[i], SIGKILL);
			waitpid(living[i], NULL, 0);
		}
	}
	return 0;
}
