/// An event log in memory: for tests, simulations and throw-away runs. Commits at once, or step by step with faults.
@NullMarked
package atoll.log.memory;

import org.jspecify.annotations.NullMarked;
