/// Benchmarks of the whole program: `./atoll bench intake|dispatch|backlog|latency|idle`.
///
/// The server under test runs in a process of its own; this process makes the load and plays the wiki. What is compared
/// is measured in one run, in turns. `docs/benchmarks.md` says how each figure comes about and what distorts it.
@NullMarked
package atoll.bench;

import org.jspecify.annotations.NullMarked;
