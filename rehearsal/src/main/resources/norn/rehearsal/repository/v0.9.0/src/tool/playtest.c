/*
 * playtest [--import DIR] [--account NAME]: plays through once, the way a player does: log in, choose a character, do one
 * thing, find it again, leave. Prints a line a step; exits 0 where all went well. Default account: tester.
 */
#include "common/conf.h"
#include "common/net.h"
#include "common/release.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *account = "tester";

static void fail(const char *step, const char *answer)
{
    printf("FAIL %s: %s\n", step, answer);
    exit(1);
}

static void password_of(const char *name, char *password)
{
    char path[PATH_MAX], line[256], known[64];
    snprintf(path, sizeof path, "%s/accounts.txt", conf_directory());
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail("account", path);
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "%63s %127s", known, password) == 2 && strcmp(known, name) == 0) {
            fclose(file);
            return;
        }
    }
    fclose(file);
    fail("account", "not in accounts.txt");
}

static void ask(struct peer *peer, const char *step, const char *port_key, const char *question, char *answer)
{
    if (peer->fd < 0 && !net_connect(peer, conf_number("inter_conf.txt", port_key), 10))
        fail(step, "nobody answers");
    if (!net_send_line(peer->fd, "%s", question))
        fail(step, "the connection broke");
    do {
        if (!net_read_line(peer, answer, 4400))
            fail(step, "no answer");
    } while (strncmp(answer, "NOTICE ", 7) == 0);
}

static void expect(const char *step, const char *answer, const char *start)
{
    if (strncmp(answer, start, strlen(start)) != 0)
        fail(step, answer);
    printf("ok   %s\n", step);
}

int main(int argc, char **argv)
{
    conf_from_arguments(argc, argv);
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--account") == 0)
            account = argv[i + 1];
    release_enter();

    struct peer login = {.fd = -1}, character = {.fd = -1}, map = {.fd = -1};
    char password[128], question[512], answer[4400], word[64], id[40];
    password_of(account, password);

    snprintf(question, sizeof question, "LOGIN %s %s", account, password);
    ask(&login, "log in", "login_port", question, answer);
    expect("log in", answer, "OK ");
    sscanf(answer, "OK %63s", word);

    snprintf(question, sizeof question, "ENTER %s", word);
    ask(&character, "choose a character", "char_port", question, answer);
    expect("choose a character", answer, "OK ");
    sscanf(answer, "OK %63s", word);

    snprintf(question, sizeof question, "JOIN %s", word);
    ask(&map, "enter the world", "map_port", question, answer);
    expect("enter the world", answer, "OK");

    net_token(id, sizeof id);
    snprintf(question, sizeof question, "SAVE playtest-%s talk {\"to\":\"Prontera guard\"}", id);
    ask(&map, "do something", "map_port", question, answer);
    expect("do something", answer, "SAVED ");

    snprintf(question, sizeof question, "LOOK playtest-%s", id);
    ask(&map, "find it again", "map_port", question, answer);
    expect("find it again", answer, "LOOK 200 ");

    net_send_line(map.fd, "QUIT");
    net_close(&map);
    net_close(&character);
    net_close(&login);
    return 0;
}
