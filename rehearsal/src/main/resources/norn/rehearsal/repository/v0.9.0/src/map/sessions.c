#include "map/sessions.h"

#include "common/net.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct session {
    int fd;
    int group;
    char player[64];
    time_t since;
    struct session *next;
};

static struct session *sessions;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct session *session_begin(int fd, const char *player, int group)
{
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL)
        abort();
    session->fd = fd;
    session->group = group;
    session->since = time(NULL);
    snprintf(session->player, sizeof session->player, "%s", player);
    pthread_mutex_lock(&lock);
    session->next = sessions;
    sessions = session;
    pthread_mutex_unlock(&lock);
    return session;
}

void session_end(struct session *session)
{
    pthread_mutex_lock(&lock);
    for (struct session **at = &sessions; *at != NULL; at = &(*at)->next) {
        if (*at == session) {
            *at = session->next;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
    free(session);
}

void session_send(struct session *session, const char *line)
{
    pthread_mutex_lock(&lock);
    net_send_line(session->fd, "%s", line);
    pthread_mutex_unlock(&lock);
}

int sessions_count(void)
{
    int count = 0;
    pthread_mutex_lock(&lock);
    for (struct session *session = sessions; session != NULL; session = session->next)
        count++;
    pthread_mutex_unlock(&lock);
    return count;
}

void sessions_list(int fd)
{
    pthread_mutex_lock(&lock);
    for (struct session *session = sessions; session != NULL; session = session->next)
        net_send_line(fd, "%s %d %ld", session->player, session->group, (long)(time(NULL) - session->since));
    pthread_mutex_unlock(&lock);
    net_send_line(fd, ".");
}

int sessions_notice(const char *text)
{
    int count = 0;
    pthread_mutex_lock(&lock);
    for (struct session *session = sessions; session != NULL; session = session->next, count++)
        net_send_line(session->fd, "NOTICE %s", text);
    pthread_mutex_unlock(&lock);
    return count;
}

int sessions_kick(void)
{
    int count = 0;
    pthread_mutex_lock(&lock);
    for (struct session *session = sessions; session != NULL; session = session->next, count++) {
        net_send_line(session->fd, "KICK");
        shutdown(session->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&lock);
    return count;
}
