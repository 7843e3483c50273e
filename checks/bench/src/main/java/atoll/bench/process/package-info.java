/// The servers under test, each in a process of its own: how they are started, asked and stopped, and what runs in
/// them.
@NullMarked
package atoll.bench.process;

import org.jspecify.annotations.NullMarked;
