#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>

/* The directory of the files that git does not hold: --import DIR, else conf/import of the release. */
void conf_from_arguments(int argc, char **argv);
const char *conf_directory(void);

/* Reads "key: value" from a file of that directory, afresh at each call; false, and empty, where it is not there. */
bool conf_read(const char *file, const char *key, char *value, size_t size);

/* A number that must be there: without it the program ends with a clear line. */
int conf_number(const char *file, const char *key);

/* True where maintenance refuses an account of this group. */
bool conf_maintenance_for(int group);

#endif
