/// Tests of the package of this name.
@NullMarked
package atoll.server.deadletter;

import org.jspecify.annotations.NullMarked;
