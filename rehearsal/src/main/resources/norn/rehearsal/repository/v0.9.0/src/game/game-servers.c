/* Runs the login, char and map servers as one group: where one ends, all end, and the log says which. */
#include "common/conf.h"
#include "common/log.h"
#include "common/release.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const names[] = {"login-server", "char-server", "map-server"};
enum { SERVERS = sizeof names / sizeof names[0] };
static pid_t pids[SERVERS];
static volatile sig_atomic_t stopping;

static void on_stop(int number)
{
    (void)number;
    stopping = 1;
    for (int i = 0; i < SERVERS; i++)
        if (pids[i] > 0)
            kill(pids[i], SIGTERM);
}

static pid_t start(const char *name)
{
    pid_t group = getpid();
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != group)
        _exit(1);
    char path[128];
    snprintf(path, sizeof path, "bin/%s", name);
    execl(path, name, "--import", conf_directory(), (char *)NULL);
    log_line("FATAL", "%s cannot be started: %s", path, strerror(errno));
    _exit(127);
}

static const char *name_of(pid_t pid)
{
    for (int i = 0; i < SERVERS; i++) {
        if (pids[i] == pid) {
            pids[i] = 0;
            return names[i];
        }
    }
    return "a stranger";
}

int main(int argc, char **argv)
{
    log_open("game-servers");
    conf_from_arguments(argc, argv);
    release_enter();
    log_line("INFO", "release %s, settings in %s", release_name(), conf_directory());

    struct sigaction stop = {.sa_handler = on_stop};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    for (int i = 0; i < SERVERS; i++)
        pids[i] = start(names[i]);

    int code = 0;
    for (int running = SERVERS; running > 0;) {
        int status;
        pid_t pid = wait(&status);
        if (pid < 0) {
            if (errno == EINTR)
                continue;
            break;
        }
        running--;
        const char *name = name_of(pid);
        if (!stopping) {
            log_line("FATAL", "%s ended by itself with %s %d: the others end too", name,
                     WIFSIGNALED(status) ? "signal" : "exit code",
                     WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
            code = 1;
            on_stop(SIGTERM);
        }
    }
    log_line("INFO", "all servers ended");
    return code;
}
