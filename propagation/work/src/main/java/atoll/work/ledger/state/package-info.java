/// What is decided about deliveries and the state it folds to: decisions and the batches they are recorded in, the one
/// place that applies them ([LedgerState]), and the state as it is kept in the ordered index ([View] and its keys).
/// Why something is decided and when it is recorded is not known here.
@NullMarked
package atoll.work.ledger.state;

import org.jspecify.annotations.NullMarked;
