/// An ordered map from bytes to bytes: atomic batches, ordered scans, snapshots. It holds views that can be rebuilt
/// from
/// the event log, so a crash may take it back to an earlier state, but never to a mixed one.
@NullMarked
package atoll.index;

import org.jspecify.annotations.NullMarked;
