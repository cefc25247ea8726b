#include "common/pass.h"

#include "common/conf.h"
#include "common/net.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define PASSES 4096

static struct pass {
    char word[40];
    char player[64];
    int group;
} passes[PASSES];
static unsigned next_pass;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void pass_issue(const char *player, int group, char *word, size_t size)
{
    net_token(word, size);
    pthread_mutex_lock(&lock);
    struct pass *pass = &passes[next_pass++ % PASSES];
    snprintf(pass->word, sizeof pass->word, "%s", word);
    snprintf(pass->player, sizeof pass->player, "%s", player);
    pass->group = group;
    pthread_mutex_unlock(&lock);
}

bool pass_answer(int fd, const char *line)
{
    char key[128], word[64], expected[128];
    if (sscanf(line, "CHECK %127s %63s", key, word) != 2)
        return false;
    conf_read("inter_conf.txt", "inter_key", expected, sizeof expected);
    bool found = false;
    struct pass pass = {0};
    if (expected[0] != '\0' && strcmp(key, expected) == 0) {
        pthread_mutex_lock(&lock);
        for (int i = 0; i < PASSES && !found; i++) {
            if (strcmp(passes[i].word, word) == 0) {
                pass = passes[i];
                passes[i].word[0] = '\0';
                found = true;
            }
        }
        pthread_mutex_unlock(&lock);
    }
    if (found)
        net_send_line(fd, "OK %s %d", pass.player, pass.group);
    else
        net_send_line(fd, "UNKNOWN");
    return true;
}

bool pass_check(int port, const char *word, char *player, size_t size, int *group)
{
    struct peer peer;
    char key[128], line[256], name[64];
    if (!net_connect(&peer, port, 5))
        return false;
    conf_read("inter_conf.txt", "inter_key", key, sizeof key);
    bool good = net_send_line(peer.fd, "CHECK %s %s", key, word) && net_read_line(&peer, line, sizeof line)
                && sscanf(line, "OK %63s %d", name, group) == 2;
    if (good)
        snprintf(player, size, "%s", name);
    net_close(&peer);
    return good;
}
