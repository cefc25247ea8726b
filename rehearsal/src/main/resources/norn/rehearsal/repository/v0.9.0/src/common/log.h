#ifndef LOG_H
#define LOG_H

/* One line on standard output: time, program, level, text. */
void log_open(const char *program);
void log_line(const char *level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
