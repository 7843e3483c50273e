/// Tests of the statistics.
@NullMarked
package atoll.bench.measure;

import org.jspecify.annotations.NullMarked;
