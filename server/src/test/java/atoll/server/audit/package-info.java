/// Tests of the package of this name.
@NullMarked
package atoll.server.audit;

import org.jspecify.annotations.NullMarked;
