/// Tests of the package of the same name.
@NullMarked
package atoll.console.overview;

import org.jspecify.annotations.NullMarked;
