#ifndef RELEASE_H
#define RELEASE_H

/* Goes to the directory of the release that this program belongs to, and reads which one it is. */
void release_enter(void);

/* The release's name, for instance v1.0.0. */
const char *release_name(void);

#endif
