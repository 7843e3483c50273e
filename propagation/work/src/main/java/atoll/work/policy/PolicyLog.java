package atoll.work.policy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.base.watch.Watch;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policies as records of a topic.
///
/// **Order**: a change says which version it was made for; one that reads another version when it is folded is void.
/// So of two changes made at once, by whatever processes, one wins everywhere. **Durability**: [#set] and [#remove]
/// return when the change is durable and in force here. **Threads**: safe for use by many; readers never wait. Other
/// processes' changes come into force with the [#follower].
public final class PolicyLog implements Watch<LimitPolicies> {
    /// The topic of the policies.
    public static final String TOPIC = "atoll.policy";

    private static final Logger LOG = LoggerFactory.getLogger(PolicyLog.class);
    private static final int MOST_POLICIES = 10_000;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_NAME = 200;
    private static final int RESTATE_AFTER = 1_000;
    private static final int READ_RECORDS = 500;
    private static final long READ_BYTES = 4L << 20;
    private static final TopicPartition PLACE = new TopicPartition(TOPIC, 0);

    private final EventLog log;
    private final LimitPolicies configured;
    private final TimeSource time;
    private final List<Wakeup> wakeups = new CopyOnWriteArrayList<>();
    // Guards the change of `folded` from one value to the next; nothing is read or written under it.
    private final Object folding = new Object();
    private volatile PolicyFold folded;

    private PolicyLog(EventLog log, LimitPolicies configured, TimeSource time) {
        this.log = log;
        this.configured = configured;
        this.time = time;
        this.folded = PolicyFold.startingAt(log.range(PLACE).first(), configured);
    }

    /// Reads what is recorded, creating the topic if it is absent.
    ///
    /// @param configured in force where nothing else is recorded
    public static PolicyLog open(EventLog log, LimitPolicies configured, TimeSource time) {
        log.createTopic(TOPIC, TopicSpec.keepAll(1));
        PolicyLog policies = new PolicyLog(log, configured, time);
        policies.refresh();
        return policies;
    }

    @Override
    public LimitPolicies current() {
        return folded.inForce();
    }

    @Override
    public void onChange(Wakeup wakeup) {
        wakeups.add(wakeup);
    }

    /// Those of the configuration alone.
    public LimitPolicies configured() {
        return configured;
    }

    /// For each target that has a recorded policy the change it is from, the broadest first.
    public List<PolicyChange> recorded() {
        return folded.recorded();
    }

    /// The newest changes, oldest first.
    public List<PolicyChange> history() {
        return folded.history();
    }

    /// Who changes policies, and why.
    public record Author(String by, String reason) {
        public Author {
            if (reason.isBlank() || reason.length() > LONGEST_REASON) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        reason.isBlank()
                                ? "there is no 'reason': say why, others will ask"
                                : "'reason' has " + reason.length() + " characters: at most " + LONGEST_REASON);
            }
            if (by.isBlank() || by.length() > LONGEST_NAME) {
                throw new AtollException(
                        ErrorKind.INVALID, "'by' is '" + by + "': must be a name of 1 to " + LONGEST_NAME);
            }
        }
    }

    /// Puts a policy in the place of what is recorded for its target.
    ///
    /// @param version the policies it was made for
    /// @throws AtollException CONFLICT if they have changed since; the message says what changed
    public PolicyChange set(LimitPolicy policy, Author author, long version, Deadline deadline)
            throws InterruptedException {
        if (policy.isEmpty()) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "a policy for " + policy.target().words()
                            + " that says nothing: give paused, weight, concurrency or rate, or remove it");
        }
        refresh();
        if (recorded().size() >= MOST_POLICIES) {
            throw new AtollException(
                    ErrorKind.LIMITED, "there are " + MOST_POLICIES + " policies already: remove some first");
        }
        return append(policy.target(), policy, author, version, deadline);
    }

    /// Takes back what is recorded for a target; what the configuration says about it holds again.
    ///
    /// @throws AtollException CONFLICT as for [#set]; NOT_FOUND if nothing is recorded for it
    public PolicyChange remove(LimitTarget target, Author author, long version, Deadline deadline)
            throws InterruptedException {
        refresh();
        requireVersion(version);
        if (recorded().stream().noneMatch(change -> change.target().equals(target))) {
            throw new AtollException(
                    ErrorKind.NOT_FOUND,
                    "no policy for " + target.words() + " is recorded"
                            + (configured.of(target) == null ? "" : ": the one in the configuration is changed there"));
        }
        return append(target, null, author, version, deadline);
    }

    private PolicyChange append(
            LimitTarget target, @Nullable LimitPolicy policy, Author author, long version, Deadline deadline)
            throws InterruptedException {
        requireVersion(version);
        PolicyChange change =
                new PolicyChange(version + 1, target, policy, time.instant(), author.by(), author.reason());
        long offset = log.append(Batch.of(PolicyCodec.change(PLACE, change)), deadline)[0];
        refresh();
        if (!folded.tookEffect(offset)) {
            throw conflict(version);
        }
        LOG.atInfo()
                .addKeyValue("target", target.words())
                .addKeyValue("version", change.version())
                .addKeyValue("by", author.by())
                .addKeyValue("reason", author.reason())
                .log(policy == null ? "policy removed" : "policy set");
        restateNowAndThen(deadline);
        return change;
    }

    private void requireVersion(long version) {
        if (folded.version() != version) {
            throw conflict(version);
        }
    }

    private AtollException conflict(long version) {
        PolicyFold now = folded;
        String changes = now.history().stream()
                .filter(change -> change.version() > version)
                .map(PolicyChange::words)
                .collect(Collectors.joining("; "));
        String what = changes.isEmpty() ? "they never had that version" : "changed since: " + changes;
        return new AtollException(
                ErrorKind.CONFLICT,
                "the policies have version " + now.version() + ", the change was made for version " + version + "; "
                        + what);
    }

    /// Takes over what was recorded meanwhile.
    public void refresh() {
        while (true) {
            // Another process may have restated everything and deleted what was not read here.
            long from = Math.max(folded.nextOffset(), log.range(PLACE).first());
            List<LogRecord> records = log.read(PLACE, from, READ_RECORDS, READ_BYTES);
            if (records.isEmpty()) {
                return;
            }
            if (take(records)) {
                wakeups.forEach(Wakeup::signal);
            }
        }
    }

    /// True if something changed.
    private boolean take(List<LogRecord> records) {
        synchronized (folding) {
            PolicyFold before = folded;
            folded = before.plus(records);
            return folded.inForce() != before.inForce();
        }
    }

    /// Changes are few, but a script may make one a minute for years.
    private void restateNowAndThen(Deadline deadline) throws InterruptedException {
        PolicyFold now = folded;
        if (now.sinceRestated() < RESTATE_AFTER) {
            return;
        }
        long offset = log.append(
                        Batch.of(PolicyCodec.restatement(PLACE, now.version(), now.recorded(), time.instant())),
                        deadline)[0];
        refresh();
        // A change that came between makes it a statement about the past, from which nothing could be folded.
        if (folded.restatedAt() == offset) {
            log.deleteBefore(PLACE, offset);
        }
    }

    /// Brings other processes' changes into force.
    public Duty follower() {
        return new Follower();
    }

    private final class Follower implements Duty {
        private static final Duration AT_LEAST = Duration.ofSeconds(30);

        private final Wakeup appended = time.newWakeup();

        Follower() {
            // Never closed: it lives as long as the log.
            var _ = log.onAppend(TOPIC, appended);
        }

        @Override
        public String name() {
            return "policy-follower";
        }

        @Override
        public Next step() {
            refresh();
            return new Next.OnWakeup(appended, AT_LEAST);
        }
    }
}
