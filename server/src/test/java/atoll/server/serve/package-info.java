/// Tests of what the process is given and of what it prints.
@NullMarked
package atoll.server.serve;

import org.jspecify.annotations.NullMarked;
