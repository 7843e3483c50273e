/// The simulation kernel: many machines, their duties, clocks, network and crashes on one thread, decided by one seed.
///
/// A [atoll.testkit.sim.Simulation] has [atoll.testkit.sim.Node]s. A node is booted by a function that builds
/// production
/// cores on top of whatever outlives the process (a simulated disk) and returns their duties; killing it drops them,
/// and
/// restarting calls the function again. The kernel picks what runs next, lets time jump when nothing can run, checks
/// every
/// invariant after every step, and can say afterwards how often each fault was injected.
@NullMarked
package atoll.testkit.sim;

import org.jspecify.annotations.NullMarked;
