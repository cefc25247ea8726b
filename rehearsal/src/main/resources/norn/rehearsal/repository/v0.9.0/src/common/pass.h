#ifndef PASS_H
#define PASS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Passes from one server to the next: a random word that one server gives a player, and that the next one asks it
 * about, once, with the key that the servers share.
 */
void pass_issue(const char *player, int group, char *word, size_t size);

/* Answers "CHECK <key> <word>" of another server; false where the line is something else. */
bool pass_answer(int fd, const char *line);

/* Asks the server on that port about a word. */
bool pass_check(int port, const char *word, char *player, size_t size, int *group);

#endif
