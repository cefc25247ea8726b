#ifndef BRIDGE_H
#define BRIDGE_H

#include "common/net.h"

#include <stdbool.h>
#include <stddef.h>

/* The bridge to the AI service: HTTP with a connection that stays open. */
struct bridge {
    struct peer peer;
};

void bridge_open(struct bridge *bridge);
void bridge_close(struct bridge *bridge);

/*
 * One request; the answer's status, or 0 where there was none. `release` is the release that the service says it is.
 * A connection that had gone stale is renewed once: what is sent must therefore be safe to repeat.
 */
int bridge_request(struct bridge *bridge, const char *method, const char *path, const char *body, char *answer,
                   size_t answer_size, char *release, size_t release_size);

/* Writes text as the inside of a JSON string; false where it does not fit. */
bool bridge_quote(const char *text, char *json, size_t size);

#endif
