/// Virtual time: clocks that tests and the simulator move by hand, and waiting that takes none of a test's real time.
///
/// Begin with [atoll.testkit.time.VirtualTime].
@NullMarked
package atoll.testkit.time;

import org.jspecify.annotations.NullMarked;
