/// Fair queues: whose turn it is inside a rule. A core like the ledger: single-threaded, no clock of its own.
@NullMarked
package atoll.work.queue;

import org.jspecify.annotations.NullMarked;
