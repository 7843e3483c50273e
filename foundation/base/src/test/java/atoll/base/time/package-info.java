/// Tests of real waiting.
@NullMarked
package atoll.base.time;

import org.jspecify.annotations.NullMarked;
