/// Tests of the package of the same name.
@NullMarked
package atoll.console.text;

import org.jspecify.annotations.NullMarked;
