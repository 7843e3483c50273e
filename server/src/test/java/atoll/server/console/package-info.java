/// Tests of the commands about the console.
@NullMarked
package atoll.server.console;

import org.jspecify.annotations.NullMarked;
