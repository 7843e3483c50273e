/// Retry and error events, as existing consumers of change-propagation read them.
///
/// They are for others: Atoll keeps what it needs in its ledger and never reads them. A rule reads them only if it
/// names
/// their stream exactly ([FailureStreams#isOwn]), so that an expression for all streams cannot make a loop.
@NullMarked
package atoll.changeprop.failure;

import org.jspecify.annotations.NullMarked;
