/// The owner of work partitions in this process: steps their ledgers, lets lanes have their turns, starts attempts, and
/// answers questions about them.
@NullMarked
package atoll.work.owner;

import org.jspecify.annotations.NullMarked;
