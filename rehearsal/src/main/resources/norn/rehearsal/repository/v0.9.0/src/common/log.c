#include "common/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

static const char *program_name = "server";

void log_open(const char *program)
{
    program_name = program;
    setvbuf(stdout, NULL, _IOLBF, 0);
}

void log_line(const char *level, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);

    struct timeval now;
    struct tm utc;
    char stamp[32];
    gettimeofday(&now, NULL);
    gmtime_r(&now.tv_sec, &utc);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
    printf("%s.%03ldZ [%s] %s: %s\n", stamp, now.tv_usec / 1000, program_name, level, text);
}
