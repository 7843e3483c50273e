/// What runs: the state that is visible in the log, the committer that makes appends durable, the copying into
/// segments, maintenance, recovery and reading. Stepped from outside, without threads of its own; the classes say who
/// may call them.
///
/// [LogState] holds the one lock. Whoever is outside of this package asks it and never sees what the lock guards.
@NullMarked
package atoll.log.embedded.core;

import org.jspecify.annotations.NullMarked;
