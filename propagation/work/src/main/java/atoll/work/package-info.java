/// Work: deliveries (one event for one rule), the ledger that decides each of them, and the queues they wait in.
///
/// Admission hands deliveries to a work partition ([DeliveryLog]); the partition's owner decides them and records each
/// decision before acting on it; an [Executor] carries them out. What was handed over is done, or shown as what else
/// became of it; see docs/adr for the ledger.
@NullMarked
package atoll.work;

import org.jspecify.annotations.NullMarked;
