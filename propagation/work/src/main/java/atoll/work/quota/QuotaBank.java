package atoll.work.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Leases the units of one limit to owners, for a short time each.
///
/// Promises: what owners may use at any moment is never more than the total, as long as their clocks run equally fast;
/// messages may be lost, repeated, late and out of order. What an owner says it uses is not taken from it while it
/// renews. Units of an owner that nobody hears of are free again after its lease; what it still runs then is the
/// overshoot. Not thread-safe; time is the caller's.
public final class QuotaBank {
    private final Duration lease;
    private final Map<String, Share> shares = new TreeMap<>();
    private int total;

    /// @param total units of all owners together
    /// @param lease how long units are granted
    public QuotaBank(int total, Duration lease) {
        this.total = total;
        this.lease = lease;
    }

    /// What an owner asks.
    ///
    /// @param number grows with each question of an owner
    /// @param holds the question whose answer it goes by; 0 if none
    /// @param used what runs at the owner; it is not taken away
    /// @param wanted what it could use
    public record Question(String owner, long number, long holds, int used, int wanted) {}

    /// An answer.
    ///
    /// @param question it is for
    /// @param units to use
    /// @param lease for how long, from the moment the owner asked
    public record Grant(long question, int units, Duration lease) {}

    /// What was granted, and may be what the owner goes by.
    private record Open(long question, int units, long untilNanos) {}

    private static final class Share {
        final List<Open> open = new ArrayList<>();
        long lastQuestion;
        int wanted;

        /// The owner goes by one of its answers, and it is not known which.
        int units() {
            return open.stream().mapToInt(Open::units).max().orElse(0);
        }
    }

    /// Another total. Units above it come back as their leases are renewed.
    public void total(int units) {
        total = units;
    }

    /// Grants what there is to grant; empty for a question that is older than one that was answered.
    public Optional<Grant> ask(Question question, long nowNanos) {
        forgetLapsed(nowNanos);
        Share share = shares.computeIfAbsent(question.owner(), _ -> new Share());
        if (question.number() <= share.lastQuestion) {
            return Optional.empty();
        }
        share.lastQuestion = question.number();
        share.wanted = Math.max(question.used(), question.wanted());
        int had = share.units();
        share.open.removeIf(open -> open.question < question.holds());
        int free = Math.max(0, total - unitsOfOthers(share));
        int kept = Math.min(Math.min(question.used(), had), free);
        int units = Math.clamp(fairShare(share), kept, free);
        share.open.add(new Open(question.number(), units, nowNanos + lease.toNanos()));
        return Optional.of(new Grant(question.number(), units, lease));
    }

    /// Units that owners may go by.
    public int leased(long nowNanos) {
        forgetLapsed(nowNanos);
        return shares.values().stream().mapToInt(Share::units).sum();
    }

    private void forgetLapsed(long nowNanos) {
        shares.values().forEach(share -> share.open.removeIf(open -> open.untilNanos - nowNanos <= 0));
    }

    private int unitsOfOthers(Share but) {
        return shares.values().stream()
                .filter(share -> share != but)
                .mapToInt(Share::units)
                .sum();
    }

    /// Max-min fairness among those that are heard of: nobody gets more than it wants, and the others get equal parts
    /// of
    /// what is left.
    private int fairShare(Share of) {
        List<Share> askers = shares.values().stream()
                .filter(share -> share == of || !share.open.isEmpty())
                .sorted(Comparator.comparingInt((Share share) -> share.wanted))
                .toList();
        int left = total;
        int others = askers.size();
        for (Share share : askers) {
            int equal = (left + others - 1) / others;
            if (share == of) {
                return Math.min(share.wanted, equal);
            }
            left -= Math.min(share.wanted, equal);
            others--;
        }
        throw new AssertionError("who asks is among the askers");
    }
}
