/* gmctl --port P sessions | who | notice TEXT | kick: what a game master asks of the map server. */
#include "common/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
    fprintf(stderr, "usage: gmctl --port PORT sessions | who | notice TEXT | kick\n");
    return 2;
}

int main(int argc, char **argv)
{
    if (argc < 4 || strcmp(argv[1], "--port") != 0)
        return usage();
    const char *what = argv[3];
    int notice = strcmp(what, "notice") == 0;
    int who = strcmp(what, "who") == 0;
    if (notice ? argc != 5 : argc != 4)
        return usage();
    if (!notice && !who && strcmp(what, "sessions") != 0 && strcmp(what, "kick") != 0)
        return usage();

    struct peer peer;
    if (!net_connect(&peer, atoi(argv[2]), 5)) {
        fprintf(stderr, "gmctl: no map server answers on port %s\n", argv[2]);
        return 1;
    }
    char text[2048];
    snprintf(text, sizeof text, "%s", notice ? argv[4] : "");
    for (char *c = text; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    int sent = notice ? net_send_line(peer.fd, "GM notice %s", text) : net_send_line(peer.fd, "GM %s", what);
    char line[2048];
    do {
        if (!sent || !net_read_line(&peer, line, sizeof line)) {
            fprintf(stderr, "gmctl: the map server on port %s did not answer\n", argv[2]);
            return 1;
        }
        if (strcmp(line, ".") != 0)
            printf("%s\n", line);
    } while (who && strcmp(line, ".") != 0);
    net_close(&peer);
    return 0;
}
