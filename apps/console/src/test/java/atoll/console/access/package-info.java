/// Tests of the package of the same name.
@NullMarked
package atoll.console.access;

import org.jspecify.annotations.NullMarked;
