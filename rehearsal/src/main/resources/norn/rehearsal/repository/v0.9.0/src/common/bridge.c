#include "common/bridge.h"

#include "common/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void bridge_open(struct bridge *bridge)
{
    memset(bridge, 0, sizeof *bridge);
    bridge->peer.fd = -1;
}

void bridge_close(struct bridge *bridge)
{
    net_close(&bridge->peer);
}

static int read_answer(struct peer *peer, char *answer, size_t answer_size, char *release, size_t release_size)
{
    char line[1024];
    int status = 0;
    size_t length = 0;
    if (!net_read_line(peer, line, sizeof line) || sscanf(line, "HTTP/1.1 %d", &status) != 1)
        return 0;
    while (net_read_line(peer, line, sizeof line) && line[0] != '\0') {
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            length = strtoul(line + 15, NULL, 10);
        if (strncasecmp(line, "X-Release:", 10) == 0)
            snprintf(release, release_size, "%s", line + 10 + strspn(line + 10, " "));
    }
    if (length >= answer_size || !net_read_bytes(peer, answer, length))
        return 0;
    answer[length] = '\0';
    return status;
}

int bridge_request(struct bridge *bridge, const char *method, const char *path, const char *body, char *answer,
                   size_t answer_size, char *release, size_t release_size)
{
    int port = conf_number("ai_bridge.conf", "ai_service_port");
    int timeout = conf_number("ai_bridge.conf", "timeout_seconds");
    char key[128], head[1024];
    conf_read("ai_bridge.conf", "bridge_key", key, sizeof key);
    int head_length = snprintf(head, sizeof head,
                               "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-Bridge-Key: %s\r\n"
                               "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                               method, path, port, key, strlen(body));
    for (int attempt = 0; attempt < 2; attempt++) {
        bool fresh = bridge->peer.fd < 0;
        if (fresh && !net_connect(&bridge->peer, port, timeout)) {
            bridge->peer.fd = -1;
            return 0;
        }
        if (net_send(bridge->peer.fd, head, (size_t)head_length) && net_send(bridge->peer.fd, body, strlen(body))) {
            int status = read_answer(&bridge->peer, answer, answer_size, release, release_size);
            if (status != 0)
                return status;
        }
        net_close(&bridge->peer);
        if (fresh)
            return 0;
    }
    return 0;
}

bool bridge_quote(const char *text, char *json, size_t size)
{
    size_t at = 0;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (at + 7 >= size)
            return false;
        if (c == '"' || c == '\\') {
            json[at++] = '\\';
            json[at++] = (char)c;
        } else if (c < 0x20) {
            at += (size_t)snprintf(json + at, size - at, "\\u%04x", c);
        } else {
            json[at++] = (char)c;
        }
    }
    json[at] = '\0';
    return true;
}
