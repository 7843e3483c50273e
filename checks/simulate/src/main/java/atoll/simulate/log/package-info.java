/// The simulation of the embedded event log: random use, crashes at every disk operation, failing and full disks, and
/// the promises that must hold after each recovery. [LogScenario] runs one seed.
@NullMarked
package atoll.simulate.log;

import org.jspecify.annotations.NullMarked;
