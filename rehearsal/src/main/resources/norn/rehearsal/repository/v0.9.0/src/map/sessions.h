#ifndef SESSIONS_H
#define SESSIONS_H

/* Who is in the world now. */
struct session;

struct session *session_begin(int fd, const char *player, int group);
void session_end(struct session *session);

/* Sends one line to a player; safe from any thread. */
void session_send(struct session *session, const char *line);

int sessions_count(void);
/* One line a session: name, group, seconds in the world; then a full stop. */
void sessions_list(int fd);
/* How many were notified. */
int sessions_notice(const char *text);
/* How many were sent away. */
int sessions_kick(void);

#endif
