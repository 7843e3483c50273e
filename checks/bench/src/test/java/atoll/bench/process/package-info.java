/// Tests of how servers under test are started.
@NullMarked
package atoll.bench.process;

import org.jspecify.annotations.NullMarked;
