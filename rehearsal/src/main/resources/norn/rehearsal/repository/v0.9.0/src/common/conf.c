#include "common/conf.h"

#include "common/log.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char directory[PATH_MAX] = "conf/import";

void conf_from_arguments(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--import") == 0 && realpath(argv[i + 1], directory) == NULL) {
            log_line("FATAL", "settings in %s cannot be found", argv[i + 1]);
            exit(1);
        }
    }
}

const char *conf_directory(void)
{
    return directory;
}

static bool read_from(const char *path, const char *key, char *value, size_t size)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    char line[512];
    bool found = false;
    size_t key_length = strlen(key);
    while (fgets(line, sizeof line, file) != NULL) {
        char *text = line + strspn(line, " \t");
        if (strncmp(text, "//", 2) == 0 || strncmp(text, key, key_length) != 0 || text[key_length] != ':')
            continue;
        text += key_length + 1;
        text += strspn(text, " \t");
        text[strcspn(text, "\r\n")] = '\0';
        for (size_t end = strlen(text); end > 0 && strchr(" \t", text[end - 1]) != NULL; end--)
            text[end - 1] = '\0';
        snprintf(value, size, "%s", text);
        found = true;
    }
    fclose(file);
    return found;
}

bool conf_read(const char *file, const char *key, char *value, size_t size)
{
    char path[PATH_MAX + 64];
    value[0] = '\0';
    snprintf(path, sizeof path, "%s/%s", directory, file);
    return read_from(path, key, value, size);
}

int conf_number(const char *file, const char *key)
{
    char value[64];
    if (!conf_read(file, key, value, sizeof value)) {
        log_line("FATAL", "%s/%s has no line \"%s: …\"", directory, file, key);
        exit(1);
    }
    return atoi(value);
}

bool conf_maintenance_for(int group)
{
    char maintenance[16], least[16];
    if (!conf_read("char_conf.txt", "char_maintenance", maintenance, sizeof maintenance))
        read_from("conf/char_athena.conf", "char_maintenance", maintenance, sizeof maintenance);
    if (strcasecmp(maintenance, "yes") != 0 && strcasecmp(maintenance, "on") != 0)
        return false;
    if (!conf_read("char_conf.txt", "char_maintenance_min_group", least, sizeof least))
        read_from("conf/char_athena.conf", "char_maintenance_min_group", least, sizeof least);
    return group < atoi(least);
}
