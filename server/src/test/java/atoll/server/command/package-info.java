/// Tests of the command line against a real server.
@NullMarked
package atoll.server.command;

import org.jspecify.annotations.NullMarked;
