#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stddef.h>

/* A connection that speaks in lines. One thread reads it; several may send, a line at a time. */
struct peer {
    int fd;
    size_t start, end;
    char buffer[16384];
};

/* Serves a port of this machine for ever, a thread a connection. */
void net_serve(int port, void (*serve)(struct peer *peer));

/* Connects to a port of this machine; false where nobody answers. Reads wait at most that many seconds, 0: for ever. */
bool net_connect(struct peer *peer, int port, int read_seconds);
void net_close(struct peer *peer);

/* The next line without its end; false at the end of the connection, or when a line is too long. */
bool net_read_line(struct peer *peer, char *line, size_t size);
/* Exactly so many bytes. */
bool net_read_bytes(struct peer *peer, char *bytes, size_t count);
bool net_send(int fd, const char *bytes, size_t count);
bool net_send_line(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A random word that cannot be guessed. */
void net_token(char *token, size_t size);

#endif
