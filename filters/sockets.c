/* The addresses of sockets, see sockets.h. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs.h"
#include "sockets.h"
#include "words.h"

/* TCP_LISTEN of include/net/tcp_states.h, __SO_ACCEPTCON of include/uapi/linux/net.h. */
enum { LISTENING = 10, ACCEPTS = 1 << 16 };

static struct buf word;

/* An address of 8 or 32 hex digits, 32 bits at a time in the machine's byte order, and a
 * port (net/ipv4/tcp_ipv4.c, net/ipv6/tcp_ipv6.c). */
static void
add_address(const char *digits, unsigned port)
{
	char piece[9] = "", text[INET6_ADDRSTRLEN];
	uint32_t address[4] = { 0 };
	bool v6 = strlen(digits) == 32;

	for (size_t i = 0; i < (v6 ? 4 : 1); i++) {
		memcpy(piece, digits + 8 * i, 8);
		address[i] = (uint32_t)strtoul(piece, NULL, 16);
	}
	inet_ntop(v6 ? AF_INET6 : AF_INET, address, text, sizeof text);
	buf_string(&word, v6 ? "[" : "");
	buf_string(&word, text);
	buf_string(&word, v6 ? "]:" : ":");
	buf_number(&word, port);
}

/* Makes the word of a line of net/tcp, udp, tcp6 or udp6. */
static bool
take_inet(const char *line, uint64_t inode, const char *protocol)
{
	char local[33], remote[33];
	unsigned local_port, remote_port, state;
	uint64_t its;

	if (sscanf(line,
		"%*s %32[0-9A-F]:%x %32[0-9A-F]:%x %x %*s %*s %*s %*s %*s %" SCNu64,
		local, &local_port, remote, &remote_port, &state, &its) != 6 ||
	    its != inode || strlen(local) % 8 != 0 || strlen(remote) != strlen(local))
		return false;
	buf_add(&word, protocol, 3);
	buf_string(&word, state == LISTENING ? "-listen:" : ":");
	add_address(local, local_port);
	if (remote_port != 0) {
		buf_char(&word, '-');
		add_address(remote, remote_port);
	}
	return true;
}

/* ... or of net/unix (net/unix/af_unix.c). Without a path it is of no use. */
static bool
take_unix(const char *line, uint64_t inode, const char *protocol)
{
	unsigned flags;
	uint64_t its;
	int path = 0;

	if (sscanf(line, "%*s %*s %*s %x %*s %*s %" SCNu64 " %n", &flags, &its, &path) !=
		2 ||
	    its != inode || path == 0)
		return false;
	if (line[path] != '\0') {
		buf_string(&word, protocol);
		buf_string(&word, flags & ACCEPTS ? "-listen:" : ":");
		buf_string(&word, line + path);
	}
	return true;
}

/* Looks for the socket in one of the tables. */
static bool
find(int64_t pid, uint64_t inode, const char *table)
{
	static struct buf lines;
	char name[16];

	snprintf(name, sizeof name, "net/%s", table);
	if (!procfs_read(pid, name, &lines))
		return false;
	buf_char(&lines, '\0');
	for (char *line = lines.s, *next; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next == '\n')
			*next++ = '\0';
		if (strcmp(table, "unix") == 0 ? take_unix(line, inode, table)
					       : take_inet(line, inode, table))
			return true;
	}
	return false;
}

void
sockets_add(struct buf *b, int64_t pid, uint64_t inode)
{
	static const char *const tables[] = { "unix", "tcp", "tcp6", "udp", "udp6" };

	word.n = 0;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (find(pid, inode, tables[i]))
			break;
	if (word.n == 0)
		return;
	buf_char(b, ' ');
	word_add(b, buf_text(&word), false);
}
