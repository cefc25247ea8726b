/* The char server. During maintenance only accounts of a high enough group may enter. */
#include "common/conf.h"
#include "common/log.h"
#include "common/net.h"
#include "common/pass.h"
#include "common/release.h"

#include <stdio.h>
#include <string.h>

static void enter(struct peer *peer, const char *word)
{
    char player[64], ticket[40];
    int group;
    if (!pass_check(conf_number("inter_conf.txt", "login_port"), word, player, sizeof player, &group)) {
        net_send_line(peer->fd, "DENIED log in first");
    } else if (conf_maintenance_for(group)) {
        net_send_line(peer->fd, "DENIED maintenance");
    } else {
        pass_issue(player, group, ticket, sizeof ticket);
        net_send_line(peer->fd, "OK %s", ticket);
    }
}

static void serve(struct peer *peer)
{
    char line[512], word[64];
    while (net_read_line(peer, line, sizeof line)) {
        if (pass_answer(peer->fd, line))
            continue;
        if (strcmp(line, "VERSION") == 0)
            net_send_line(peer->fd, "char-server %s", release_name());
        else if (sscanf(line, "ENTER %63s", word) == 1)
            enter(peer, word);
        else
            net_send_line(peer->fd, "WHAT");
    }
}

int main(int argc, char **argv)
{
    log_open("char-server");
    conf_from_arguments(argc, argv);
    release_enter();
    log_line("INFO", "release %s", release_name());
    net_serve(conf_number("inter_conf.txt", "char_port"), serve);
}
