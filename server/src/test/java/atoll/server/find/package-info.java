/// Tests of the package of this name.
@NullMarked
package atoll.server.find;

import org.jspecify.annotations.NullMarked;
