/// Tests of the console over HTTP: a console on a port of its own, asking an admin API that says what the test wants.
@NullMarked
package atoll.console;

import org.jspecify.annotations.NullMarked;
