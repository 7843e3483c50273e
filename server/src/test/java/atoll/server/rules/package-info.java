/// Tests of the commands that look at rule files.
@NullMarked
package atoll.server.rules;

import org.jspecify.annotations.NullMarked;
