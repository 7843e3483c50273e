/// The ledger under faults: several owners, their crashes and clocks, one log that fails, and a model of its own that
/// judges every record they write.
@NullMarked
package atoll.simulate.ledger;

import org.jspecify.annotations.NullMarked;
