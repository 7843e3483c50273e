/// Hostile producers, executors, disks and configurations against the real program: each gets a clear answer, is
/// counted, and harms nobody else.
@NullMarked
package atoll.it.input;

import org.jspecify.annotations.NullMarked;
