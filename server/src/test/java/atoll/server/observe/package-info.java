/// Tests of the package of this name.
@NullMarked
package atoll.server.observe;

import org.jspecify.annotations.NullMarked;
