/* The login server: who are you? Accounts are lines of "name password group" in accounts.txt. */
#include "common/conf.h"
#include "common/log.h"
#include "common/net.h"
#include "common/pass.h"
#include "common/release.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool find_account(const char *name, const char *password, int *group)
{
    char path[PATH_MAX], line[256];
    snprintf(path, sizeof path, "%s/accounts.txt", conf_directory());
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) {
        char known_name[64], known_password[128];
        if (sscanf(line, "%63s %127s %d", known_name, known_password, group) == 3)
            found = strcmp(known_name, name) == 0 && strcmp(known_password, password) == 0;
    }
    fclose(file);
    return found;
}

static void serve(struct peer *peer)
{
    char line[512], name[64], password[128], word[40];
    int group;
    while (net_read_line(peer, line, sizeof line)) {
        if (pass_answer(peer->fd, line))
            continue;
        if (strcmp(line, "VERSION") == 0) {
            net_send_line(peer->fd, "login-server %s", release_name());
        } else if (sscanf(line, "LOGIN %63s %127s", name, password) == 2) {
            if (find_account(name, password, &group)) {
                pass_issue(name, group, word, sizeof word);
                net_send_line(peer->fd, "OK %s %d", word, group);
            } else {
                log_line("WARN", "wrong name or password for %s", name);
                net_send_line(peer->fd, "DENIED wrong name or password");
            }
        } else {
            net_send_line(peer->fd, "WHAT");
        }
    }
}

int main(int argc, char **argv)
{
    log_open("login-server");
    conf_from_arguments(argc, argv);
    release_enter();
    log_line("INFO", "release %s", release_name());
    net_serve(conf_number("inter_conf.txt", "login_port"), serve);
}
