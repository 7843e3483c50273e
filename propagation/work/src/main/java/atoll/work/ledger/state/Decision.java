package atoll.work.ledger.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One recorded decision about one delivery, named by its offset in the partition.
public sealed interface Decision {

    long offset();

    /// Can be claimed, at this place in its lane.
    record Queued(long offset, long order) implements Decision {}

    /// Not before `until`.
    record Delayed(long offset, Instant until) implements Decision {}

    /// Will not run because of another delivery: the same event, or a twin.
    record Duplicate(long offset, long of, String why) implements Decision {}

    /// Takes the place of an older waiting twin, which becomes its duplicate. Says what place that is, because the
    /// older
    /// one may be forgotten when this is read again.
    ///
    /// @param until the due time, or null if the twin was ready
    record Folded(
            long offset, long older, long order, @Nullable Instant until) implements Decision {}

    /// Will not run because a newer root of the same signature is known.
    record Superseded(long offset, Instant newestRoot) implements Decision {}

    /// Will not run because it is too old.
    record Abandoned(long offset, String why) implements Decision {}

    /// Its time has come.
    record Due(long offset, long order) implements Decision {}

    /// Will be tried now.
    ///
    /// @param number counts every claim of the delivery, charged or not
    record Claimed(long offset, int number, Instant leaseUntil) implements Decision {}

    /// Carried out, or answered with an ignored status.
    record Finished(long offset, boolean ignored, int status, String detail) implements Decision {}

    /// The attempt failed; the next one is at `due`.
    record RetryAt(long offset, Instant due, int status, String detail) implements Decision {}

    /// The wiki could not take it; not charged. Back to its place, and nothing else of the scope before `until`.
    ///
    /// @param wholeWiki true if everything of the wiki waits, false if only this rule's deliveries do
    record Postponed(long offset, boolean wholeWiki, Instant until, int status, String detail) implements Decision {}

    /// To the dead letters. `charged` if an attempt was made.
    record Died(long offset, boolean charged, int status, String detail) implements Decision {}

    /// The claim ended without an outcome: back to its place, not charged.
    ///
    /// @param interrupted true if its owner died meanwhile; counted, since it may be the cause
    record Released(long offset, boolean interrupted, String why) implements Decision {}

    /// An operator wants it tried now, with all its attempts again.
    record Replayed(long offset, long order, String by) implements Decision {}

    /// An operator dropped it.
    record Dropped(long offset, String by) implements Decision {}

    /// Its turn came while a limiter was full: not before `until`. No attempt was made.
    record Limited(long offset, Instant until, String why) implements Decision {}

    /// Its attempt counts for a limiter, under the delivery's key for it.
    ///
    /// @param precision how exactly the moment is remembered
    /// @param horizon how long it matters
    record Counted(long offset, String limiter, Duration precision, Duration horizon) implements Decision {}

    /// All that is known of it is said again, so that older records can be deleted. Changes nothing.
    ///
    /// @param restated the delivery with what was decided so far, encoded as [#entry] reads it
    /// @param event the event's bytes, empty if it will not run any more or the event is lost
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
    record Carried(long offset, byte[] restated, byte[] event) implements Decision {

        /// What is restated. Each call returns another copy.
        public Entry entry() {
            return Restated.decode(offset, restated).entry();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Carried carried
                    && offset == carried.offset
                    && Arrays.equals(restated, carried.restated)
                    && Arrays.equals(event, carried.event);
        }

        @Override
        public int hashCode() {
            return Objects.hash(offset, Arrays.hashCode(restated), Arrays.hashCode(event));
        }
    }
}
