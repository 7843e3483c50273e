/// Tests of the measurements as a whole, with a server in this process.
@NullMarked
package atoll.bench;

import org.jspecify.annotations.NullMarked;
