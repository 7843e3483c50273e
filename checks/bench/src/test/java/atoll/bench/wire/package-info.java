/// Tests of the load: framing, numbering, pacing.
@NullMarked
package atoll.bench.wire;

import org.jspecify.annotations.NullMarked;
