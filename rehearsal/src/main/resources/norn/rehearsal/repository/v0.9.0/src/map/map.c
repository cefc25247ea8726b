/* The map server: players live here, and what they do is persisted through the bridge before it is confirmed. */
#include "common/bridge.h"
#include "common/conf.h"
#include "common/log.h"
#include "common/net.h"
#include "common/pass.h"
#include "common/release.h"
#include "map/sessions.h"

#include <stdio.h>
#include <string.h>

/* "<write id> <action> <payload>": stored first, confirmed then. */
static void save(struct session *session, struct bridge *bridge, const char *player, const char *line)
{
    char id[64], action[64], quoted[4096], body[5120], answer[4096], reply[256];
    char release[64] = "unknown";
    int payload_at = 0;
    if (sscanf(line, "%63s %63s %n", id, action, &payload_at) != 2 || payload_at == 0
        || !bridge_quote(line + payload_at, quoted, sizeof quoted)) {
        session_send(session, "FAILED - cannot be read");
        return;
    }
    snprintf(body, sizeof body, "{\"write_id\":\"%s\",\"player\":\"%s\",\"action\":\"%s\",\"payload\":\"%s\"}", id,
             player, action, quoted);
    int status = bridge_request(bridge, "POST", "/api/v1/players/writes", body, answer, sizeof answer, release,
                                sizeof release);
    if (status == 200 || status == 201) {
        snprintf(reply, sizeof reply, "SAVED %s %s", id, release);
    } else {
        log_line("ERROR", "write %s of %s was not stored: status %d", id, player, status);
        snprintf(reply, sizeof reply, "FAILED %s %d", id, status);
    }
    session_send(session, reply);
}

/* "<write id>": what is stored under it, as the AI service answers. */
static void look(struct session *session, struct bridge *bridge, const char *id)
{
    char path[256], answer[4096], reply[4352];
    char release[64] = "unknown";
    snprintf(path, sizeof path, "/api/v1/players/writes/%.64s", id);
    int status = bridge_request(bridge, "GET", path, "", answer, sizeof answer, release, sizeof release);
    snprintf(reply, sizeof reply, "LOOK %d %s", status, status == 200 ? answer : "-");
    session_send(session, reply);
}

static void play(struct peer *peer, const char *ticket)
{
    char player[64], line[4096];
    int group;
    if (!pass_check(conf_number("inter_conf.txt", "char_port"), ticket, player, sizeof player, &group)) {
        net_send_line(peer->fd, "DENIED choose a character first");
        return;
    }
    if (conf_maintenance_for(group)) {
        net_send_line(peer->fd, "DENIED maintenance");
        return;
    }
    struct bridge bridge;
    bridge_open(&bridge);
    struct session *session = session_begin(peer->fd, player, group);
    log_line("INFO", "%s came in", player);
    session_send(session, "OK");
    while (net_read_line(peer, line, sizeof line)) {
        if (strncmp(line, "SAVE ", 5) == 0)
            save(session, &bridge, player, line + 5);
        else if (strncmp(line, "LOOK ", 5) == 0)
            look(session, &bridge, line + 5);
        else if (strcmp(line, "QUIT") == 0)
            break;
        else
            session_send(session, "WHAT");
    }
    session_end(session);
    bridge_close(&bridge);
    log_line("INFO", "%s left", player);
}

static void serve(struct peer *peer)
{
    char line[4096], word[64];
    while (net_read_line(peer, line, sizeof line)) {
        if (sscanf(line, "JOIN %63s", word) == 1) {
            play(peer, word);
            return;
        }
        if (strcmp(line, "VERSION") == 0)
            net_send_line(peer->fd, "map-server %s", release_name());
        else if (strcmp(line, "GM sessions") == 0)
            net_send_line(peer->fd, "%d", sessions_count());
        else if (strcmp(line, "GM who") == 0)
            sessions_list(peer->fd);
        else if (strncmp(line, "GM notice ", 10) == 0)
            net_send_line(peer->fd, "%d", sessions_notice(line + 10));
        else if (strcmp(line, "GM kick") == 0)
            net_send_line(peer->fd, "%d", sessions_kick());
        else
            net_send_line(peer->fd, "WHAT");
    }
}

int main(int argc, char **argv)
{
    log_open("map-server");
    conf_from_arguments(argc, argv);
    release_enter();
    log_line("INFO", "release %s", release_name());
    net_serve(conf_number("inter_conf.txt", "map_port"), serve);
}
