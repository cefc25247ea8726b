#include "common/net.h"

#include "common/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

static void (*serve_one)(struct peer *peer);

static void *serve_thread(void *argument)
{
    struct peer *peer = argument;
    serve_one(peer);
    net_close(peer);
    free(peer);
    return NULL;
}

static struct sockaddr_in here(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void net_serve(int port, void (*serve)(struct peer *peer))
{
    signal(SIGPIPE, SIG_IGN);
    serve_one = serve;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = here(port);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 128) != 0) {
        log_line("FATAL", "port %d cannot be used: %s", port, strerror(errno));
        exit(1);
    }
    log_line("INFO", "ready on port %d", port);

    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&detached, 256 * 1024);
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) {
            usleep(10000);
            continue;
        }
        struct timeval timeout = {.tv_sec = 2};
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
        struct peer *peer = calloc(1, sizeof *peer);
        pthread_t thread;
        if (peer == NULL) {
            close(fd);
            continue;
        }
        peer->fd = fd;
        if (pthread_create(&thread, &detached, serve_thread, peer) != 0) {
            net_close(peer);
            free(peer);
        }
    }
}

bool net_connect(struct peer *peer, int port, int read_seconds)
{
    memset(peer, 0, sizeof *peer);
    signal(SIGPIPE, SIG_IGN);
    peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = here(port);
    struct timeval timeout = {.tv_sec = read_seconds};
    int yes = 1;
    setsockopt(peer->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(peer->fd, (struct sockaddr *)&address, sizeof address) == 0)
        return true;
    net_close(peer);
    return false;
}

void net_close(struct peer *peer)
{
    if (peer->fd >= 0)
        close(peer->fd);
    peer->fd = -1;
    peer->start = peer->end = 0;
}

static bool fill(struct peer *peer)
{
    if (peer->start > 0) {
        memmove(peer->buffer, peer->buffer + peer->start, peer->end - peer->start);
        peer->end -= peer->start;
        peer->start = 0;
    }
    if (peer->end == sizeof peer->buffer)
        return false;
    ssize_t count = read(peer->fd, peer->buffer + peer->end, sizeof peer->buffer - peer->end);
    if (count <= 0)
        return false;
    peer->end += (size_t)count;
    return true;
}

bool net_read_line(struct peer *peer, char *line, size_t size)
{
    for (;;) {
        char *from = peer->buffer + peer->start;
        char *newline = memchr(from, '\n', peer->end - peer->start);
        if (newline != NULL) {
            size_t length = (size_t)(newline - from);
            peer->start += length + 1;
            if (length >= size)
                return false;
            memcpy(line, from, length);
            if (length > 0 && line[length - 1] == '\r')
                length--;
            line[length] = '\0';
            return true;
        }
        if (!fill(peer))
            return false;
    }
}

bool net_read_bytes(struct peer *peer, char *bytes, size_t count)
{
    while (count > 0) {
        size_t here_now = peer->end - peer->start;
        if (here_now == 0) {
            if (!fill(peer))
                return false;
            continue;
        }
        size_t part = here_now < count ? here_now : count;
        memcpy(bytes, peer->buffer + peer->start, part);
        peer->start += part;
        bytes += part;
        count -= part;
    }
    return true;
}

bool net_send(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        count -= (size_t)sent;
    }
    return true;
}

bool net_send_line(int fd, const char *format, ...)
{
    char line[9216];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof line - 1)
        return false;
    line[length] = '\n';
    return net_send(fd, line, (size_t)length + 1);
}

void net_token(char *token, size_t size)
{
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        abort();
    for (size_t i = 0; i < sizeof bytes && 2 * i + 2 < size; i++)
        snprintf(token + 2 * i, 3, "%02x", bytes[i]);
}
