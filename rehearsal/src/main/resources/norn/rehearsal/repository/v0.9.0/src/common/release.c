#include "common/release.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char name[64] = "unknown";

void release_enter(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) {
        perror("where is this program?");
        exit(1);
    }
    path[length] = '\0';
    if (chdir(dirname(path)) != 0 || chdir("..") != 0) {
        perror("cannot enter the release's directory");
        exit(1);
    }
    FILE *file = fopen("RELEASE", "r");
    if (file != NULL) {
        if (fgets(name, sizeof name, file) != NULL)
            name[strcspn(name, "\r\n")] = '\0';
        fclose(file);
    }
}

const char *release_name(void)
{
    return name;
}
