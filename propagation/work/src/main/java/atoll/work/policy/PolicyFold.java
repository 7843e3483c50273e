package atoll.work.policy;

import atoll.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the records of the policy topic fold to. Immutable: each step makes a new one.
///
/// A change for another version than the present one is void. A restatement says what was in force at its version,
/// which is true wherever it stands, so a newer one than what is known is taken over: that is how a fold begins after
/// older records were deleted.
final class PolicyFold {
    private static final int HISTORY = 200;
    private static final long UNKNOWN = -1;

    private final LimitPolicies configured;
    private final long version;
    private final long nextOffset;
    private final Map<LimitTarget, PolicyChange> recorded;
    private final List<Taken> history;
    private final long restatedAt;
    private final int sinceRestated;
    private final LimitPolicies inForce;

    /// A change that took effect, and where it is.
    private record Taken(long offset, PolicyChange change) {}

    private PolicyFold(Builder from) {
        configured = from.configured;
        version = from.version;
        nextOffset = from.nextOffset;
        recorded = from.recorded;
        history = List.copyOf(from.history);
        restatedAt = from.restatedAt;
        sinceRestated = from.sinceRestated;
        inForce = from.inForce();
    }

    /// @param offset of the first record; if there were earlier ones, a restatement is needed to begin with
    static PolicyFold startingAt(long offset, LimitPolicies configured) {
        Builder start = new Builder(configured);
        start.version = offset == 0 ? 0 : UNKNOWN;
        start.nextOffset = offset;
        return new PolicyFold(start);
    }

    LimitPolicies inForce() {
        return inForce;
    }

    long version() {
        return Math.max(0, version);
    }

    long nextOffset() {
        return nextOffset;
    }

    long restatedAt() {
        return restatedAt;
    }

    int sinceRestated() {
        return sinceRestated;
    }

    List<PolicyChange> recorded() {
        return List.copyOf(recorded.values());
    }

    List<PolicyChange> history() {
        return history.stream().map(Taken::change).toList();
    }

    /// Whether the change at an offset that was just appended is not void.
    boolean tookEffect(long offset) {
        return history.stream().anyMatch(taken -> taken.offset == offset);
    }

    /// Records before [#nextOffset] are known already and skipped.
    PolicyFold plus(List<LogRecord> records) {
        Builder next = new Builder(this);
        for (LogRecord record : records) {
            if (record.offset() >= next.nextOffset) {
                next.take(record);
            }
        }
        return new PolicyFold(next);
    }

    private static final class Builder {
        private final LimitPolicies configured;
        private final @Nullable LimitPolicies before;
        private long version;
        private long nextOffset;
        private Map<LimitTarget, PolicyChange> recorded;
        private final List<Taken> history;
        private long restatedAt = UNKNOWN;
        private int sinceRestated;
        private boolean changed;

        Builder(LimitPolicies configured) {
            this.configured = configured;
            before = null;
            recorded = new TreeMap<>();
            history = new ArrayList<>();
        }

        Builder(PolicyFold from) {
            configured = from.configured;
            before = from.inForce;
            version = from.version;
            nextOffset = from.nextOffset;
            recorded = new TreeMap<>(from.recorded);
            history = new ArrayList<>(from.history);
            restatedAt = from.restatedAt;
            sinceRestated = from.sinceRestated;
        }

        void take(LogRecord record) {
            nextOffset = record.offset() + 1;
            PolicyCodec.Written written = PolicyCodec.read(record);
            PolicyCodec.Line change = written.change();
            List<PolicyCodec.Line> restated = written.restated();
            if (change != null && written.expects() == version) {
                take(record.offset(), change.change());
            } else if (restated != null && written.expects() >= version) {
                restate(record.offset(), written.expects(), restated);
            }
        }

        private void take(long offset, PolicyChange change) {
            version++;
            sinceRestated++;
            changed = true;
            if (change.policy() == null) {
                recorded.remove(change.target());
            } else {
                recorded.put(change.target(), change);
            }
            history.add(new Taken(offset, change));
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
        }

        private void restate(long offset, long at, List<PolicyCodec.Line> lines) {
            restatedAt = offset;
            sinceRestated = 0;
            changed |= at > version;
            version = at;
            recorded = new TreeMap<>();
            lines.forEach(line -> recorded.put(line.change().target(), line.change()));
        }

        LimitPolicies inForce() {
            if (before != null && !changed) {
                return before;
            }
            List<LimitPolicy> said = new ArrayList<>();
            for (PolicyChange change : recorded.values()) {
                if (change.policy() != null) {
                    said.add(change.policy());
                }
            }
            return configured.with(said, Math.max(0, version));
        }
    }
}
