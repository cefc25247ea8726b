/** What is retained of earlier deployments on this host: releases, dumps, databases; and how long. */
@NullMarked
package norn.retention;

import org.jspecify.annotations.NullMarked;
