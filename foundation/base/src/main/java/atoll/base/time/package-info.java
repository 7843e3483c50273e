/// All time in Atoll: reading it and waiting for it. Production uses [SystemTime], tests and the simulator a virtual
/// one.
@NullMarked
package atoll.base.time;

import org.jspecify.annotations.NullMarked;
