/** What a sandbox that is like production is run with, beside what every sandbox needs: Node.js, pm2, Python's packages. */
@NullMarked
package norn.rehearsal.production;

import org.jspecify.annotations.NullMarked;
