package atoll.work.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One change of the policies, as recorded.
///
/// @param version of the policies after it
/// @param policy as it is since; null if it was removed
/// @param by who
/// @param reason why
public record PolicyChange(
        long version, LimitTarget target, @Nullable LimitPolicy policy, Instant at, String by, String reason) {

    /// For people, on one line.
    public String words() {
        StringBuilder words = new StringBuilder(target.words());
        LimitPolicy now = policy;
        if (now == null || now.isEmpty()) {
            words.append(": removed");
        } else {
            words.append(":");
            if (now.paused() != null) {
                words.append(now.paused() ? " paused" : " not paused");
            }
            if (now.weight() != null) {
                words.append(" weight ").append(now.weight());
            }
            if (now.concurrency() != null) {
                words.append(" concurrency ")
                        .append(now.concurrency().min())
                        .append("..")
                        .append(now.concurrency().max());
            }
            if (now.rate() != null) {
                words.append(" rate ").append(now.rate().perSecond()).append("/s");
            }
        }
        return words + " by " + by + " at " + at + " (" + reason + ")";
    }
}
