/// The ledger of a work partition in the hands of its owner: what is decided ([Verdicts]), recorded and, after that,
/// done ([PartitionLedger]); `state` has the decisions and what they fold to.
/// What is old is forgotten if it is finished, and carried into a new record if it is not, so that the topics can be
/// trimmed.
/// Everything here is a core: single-threaded, no clock, no threads, no sockets. See docs/adr/0004-ledger.md.
@NullMarked
package atoll.work.ledger;

import org.jspecify.annotations.NullMarked;
