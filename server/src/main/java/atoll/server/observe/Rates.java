package atoll.server.observe;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Wakeup;
import atoll.log.EventLog;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.balance.Balance;
import atoll.server.admin.balance.Balances;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Work;
import atoll.server.admin.wire.AdminJson;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes a sample of all counters every five seconds and keeps the series of them.
///
/// Stepped by one thread; what it kept may be read by any. If the work engine cannot be asked, the step has a gap where
/// the backlog would be.
public final class Rates implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Rates.class);
    private static final Duration BALANCE_EVERY = Duration.ofSeconds(30);

    private final AdminPorts ports;
    private final AttemptMeters meters;
    private final RootJobs roots;
    private final Balances balances;
    /// Never signalled: samples are taken at a steady pace.
    private final Wakeup pausing;

    private final Map<String, TypeHistory> types = new ConcurrentHashMap<>();
    private final Map<String, History> rules = new ConcurrentHashMap<>();
    private final Map<String, Long> acceptedBefore = new HashMap<>();
    private final Map<String, Long> doneBefore = new HashMap<>();
    private final Map<String, Long> failedBefore = new HashMap<>();
    private final Map<String, Long> matchedBefore = new HashMap<>();
    private final Instant since;
    private Instant turned;
    private Instant rootsTurned;
    private @Nullable Instant balanced;
    private boolean isFirst = true;
    private int partitions;
    private volatile @Nullable BalanceSeen balance;

    /// The balance when it was last taken.
    ///
    /// @param differing streams of which something is missing, with how much
    record BalanceSeen(Instant at, long difference, Map<String, Long> differing) {}

    /// @param roots which others fill
    public Rates(AdminPorts ports, AttemptMeters meters, RootJobs roots) {
        this.roots = roots;
        this.rootsTurned = ports.time().instant();
        this.ports = ports;
        this.meters = meters;
        this.balances = new Balances(ports);
        this.pausing = ports.time().newWakeup();
        this.since = ports.time().instant();
        this.turned = since;
    }

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public Next step() throws InterruptedException {
        Instant now = ports.time().instant();
        sampleAccepted(now);
        sampleAttempts(now);
        sampleWork(now);
        if (Duration.between(turned, now).compareTo(WikiShares.PERIOD) >= 0) {
            turned = now;
            meters.all().values().forEach(meter -> meter.wikis.turn());
        }
        if (Duration.between(rootsTurned, now).compareTo(RootJobs.PERIOD) >= 0) {
            rootsTurned = now;
            roots.turn();
        }
        takeBalance(now);
        return new Next.OnWakeup(pausing, History.FINE);
    }

    private void sampleAccepted(Instant now) {
        for (String topic : ports.eventTopics()) {
            String type = TypeNames.ofStream(ports.streamOf(topic));
            history(type).accepted().count(now, more(acceptedBefore, topic, ends(topic), isFirst));
        }
        isFirst = false;
    }

    private long ends(String topic) {
        int partitions = ports.log().topic(topic).map(TopicSpec::partitions).orElse(0);
        EventLog log = ports.log();
        long sum = 0;
        for (int partition = 0; partition < partitions; partition++) {
            sum += log.range(new TopicPartition(topic, partition)).next();
        }
        return sum;
    }

    private void sampleAttempts(Instant now) {
        meters.all().forEach((type, meter) -> {
            TypeHistory history = history(type);
            history.done().count(now, more(doneBefore, type, meter.done.sum(), false));
            history.failed().count(now, more(failedBefore, type, meter.failed.sum(), false));
            meter.failures.add(meter.recent.take(), now);
        });
    }

    /// How much a counter grew since the last sample.
    ///
    /// @param isOld true if it was counted before this process watched
    private static long more(Map<String, Long> before, String name, long value, boolean isOld) {
        Long last = before.put(name, value);
        return isOld ? 0 : Math.max(0, value - (last == null ? 0 : last));
    }

    private void sampleWork(Instant now) throws InterruptedException {
        Work.Pulse pulse;
        try {
            pulse = ports.work().pulse();
        } catch (AtollException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("the backlog has a gap");
            return;
        }
        Map<String, Long> backlog = new HashMap<>();
        Map<String, Long> matched = new HashMap<>();
        for (WorkView.QueueRow row : pulse.rows()) {
            backlog.merge(row.key().type(), Tally.backlog(row.counts()), Long::sum);
            matched.merge(row.key().rule(), Tally.all(row.counts()), Long::sum);
        }
        backlog.forEach((type, size) -> history(type).backlog().level(now, size));
        // With a partition comes all that was ever counted in it.
        boolean isOther = pulse.partitions() != partitions;
        partitions = pulse.partitions();
        matched.forEach((rule, count) -> rules.computeIfAbsent(TypeNames.within(rules, rule), _ -> new History())
                .count(now, more(matchedBefore, rule, count, isOther)));
    }

    private TypeHistory history(String type) {
        return types.computeIfAbsent(TypeNames.within(types, type), _ -> new TypeHistory());
    }

    private void takeBalance(Instant now) throws InterruptedException {
        Instant last = balanced;
        if (last != null && Duration.between(last, now).compareTo(BALANCE_EVERY) < 0) {
            return;
        }
        balanced = now;
        try {
            Map<String, Long> differing = new TreeMap<>();
            for (Map.Entry<String, Balance> each : balances.take().entrySet()) {
                if (each.getValue().difference() != 0) {
                    differing.put(ports.streamOf(each.getKey()), each.getValue().difference());
                }
            }
            long sum = differing.values().stream().mapToLong(Long::longValue).sum();
            balance = new BalanceSeen(now, sum, Map.copyOf(differing));
        } catch (AtollException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("the balance is taken later");
        }
    }

    /// When the series began.
    public Instant since() {
        return since;
    }

    /// By type; the histories go on changing.
    Map<String, TypeHistory> types() {
        return types;
    }

    /// Deliveries made by each rule.
    public long matchedInLastMinutes(String rule, int minutes) {
        History history = rules.get(rule);
        return history == null ? 0 : history.lastMinutes(ports.time().instant(), minutes);
    }

    /// Adds the series of the deliveries a rule made in each of the last minutes.
    public void putMatched(ObjectNode to, String rule, int minutes) {
        Series.Window window =
                rules.getOrDefault(rule, new History()).coarse(ports.time().instant(), minutes);
        ObjectNode series = to.putObject("series");
        series.put("step_seconds", window.stepSeconds());
        series.put("from", AdminJson.time(window.from()));
        OverviewJson.putValues(series, "matched", window);
    }

    @Nullable
    BalanceSeen balance() {
        return balance;
    }

    RootJobs roots() {
        return roots;
    }

    AttemptMeters meters() {
        return meters;
    }
}
