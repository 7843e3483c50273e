package atoll.simulate.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.error.AtollException;
import atoll.base.error.Check;
import atoll.base.id.Randomness;
import atoll.log.Appending;
import atoll.log.Batch;
import atoll.log.GroupCommit;
import atoll.log.Header;
import atoll.log.LogUnavailable;
import atoll.log.NewRecord;
import atoll.log.Producer;
import atoll.log.ProducerFenced;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.EmbeddedEventLog;
import atoll.log.embedded.EmbeddedLogConfig;
import atoll.simulate.run.Report;
import atoll.testkit.disk.SimulatedDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One seed of the log's simulation: several lives of one data directory, each ended by a crash, a kill or a close.
///
/// A failure is an [AssertionError] that names the seed; the same seed fails in the same way.
public final class LogScenario {
    private static final Path DIRECTORY = Path.of("/data/log");
    private static final int LIVES = 5;
    private static final long RETAINED_BYTES = 2_000;
    private static final TopicPartition KEEP_0 = new TopicPartition("keep", 0);
    private static final TopicPartition KEEP_1 = new TopicPartition("keep", 1);
    private static final TopicPartition CUT = new TopicPartition("cut", 0);
    private static final TopicPartition SIZED = new TopicPartition("sized", 0);
    private static final List<TopicPartition> ALL = List.of(KEEP_0, KEEP_1, CUT, SIZED);

    private final Randomness randomness;
    private final SimulatedDisk disk;
    private final SteppedTime time = new SteppedTime();
    private final LogModel model = new LogModel(ALL, Set.of(KEEP_0, KEEP_1));
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Producer> producers = new HashMap<>();
    private final List<Producer> fenced = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int batches;
    private long commits;

    private LogScenario(long seed) {
        randomness = Randomness.seeded(seed);
        disk = new SimulatedDisk(Randomness.seeded(seed ^ 0x5DEECE66DL));
        model.retains(SIZED, RETAINED_BYTES);
    }

    /// An append handed over.
    private record Waiting(int number, Batch batch, Appending appending) {}

    /// A batch to be handed over.
    private record Prepared(int number, Batch batch) {}

    /// Runs one seed.
    public static Report run(long seed) {
        LogScenario scenario = new LogScenario(seed);
        try {
            for (int life = 0; life < LIVES; life++) {
                scenario.live();
            }
            scenario.disk.faults().clear();
            EmbeddedEventLog log = scenario.open();
            scenario.model.verify(log);
            log.close();
            Check.state(scenario.disk.openFiles().isEmpty(), "files left open: " + scenario.disk.openFiles());
        } catch (AssertionError | AtollException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        Map<String, Long> faults = new TreeMap<>();
        scenario.disk.faults().injected().forEach((fault, n) -> faults.put(fault, (long) n));
        Map<String, Long> events = new TreeMap<>();
        scenario.counts.forEach((event, n) -> events.put(event, (long) n));
        return new Report(seed, scenario.batches, faults.hashCode() * 31L + events.hashCode(), faults, events);
    }

    private void live() {
        EmbeddedEventLog log = open();
        model.verify(log);
        createTopics(log);
        planFaults();
        long actions = 20 + randomness.nextLong(60);
        for (long i = 0; i < actions && !disk.faults().isPowerLost(); i++) {
            act(log);
            settle();
        }
        if (disk.faults().isPowerLost()) {
            disk.crash();
        } else {
            end(log);
        }
        waiting.clear();
        producers.clear();
        fenced.clear();
        disk.faults().clear();
    }

    private void end(EmbeddedEventLog log) {
        disk.faults().clear();
        if (randomness.nextLong(2) == 0) {
            healAndVerify(log);
        }
        switch ((int) randomness.nextLong(3)) {
            case 0 -> {
                log.close();
                settle();
                Check.state(disk.openFiles().isEmpty(), "files left open: " + disk.openFiles());
            }
            case 1 -> disk.restart();
            default -> disk.crash();
        }
    }

    /// With a working disk again, everything is readable, and appends go on unless a sync had failed.
    private void healAndVerify(EmbeddedEventLog log) {
        time.pass(Duration.ofSeconds(2));
        drain(log);
        model.verify(log);
        boolean restartNeeded =
                log.refusal().filter(why -> why.contains("restart")).isPresent();
        if (!restartNeeded) {
            submit(log, null);
            drain(log);
            Check.state(log.refusal().isEmpty(), "still refusing with a working disk: " + log.refusal());
            model.verify(log);
            count("healed");
        }
    }

    private EmbeddedEventLog open() {
        for (int attempt = 0; attempt < 5; attempt++) {
            if (attempt < 4 && randomness.nextLong(4) == 0) {
                disk.faults().losePower(1 + randomness.nextLong(40));
            }
            if (attempt < 4 && randomness.nextLong(8) == 0) {
                disk.faults().failSync(1 + randomness.nextLong(10));
            }
            try {
                EmbeddedEventLog log =
                        EmbeddedEventLog.open(DIRECTORY, config(), disk, time, new SimpleMeterRegistry());
                if (!disk.faults().isPowerLost()) {
                    disk.faults().clear();
                    count("recovered");
                    return log;
                }
                disk.crash();
            } catch (AtollException e) {
                Check.state(
                        disk.faults().isPowerLost()
                                || String.valueOf(e.getMessage()).contains("simulated"),
                        "the log does not open: " + e.getMessage());
                count("interrupted recovery");
                if (disk.faults().isPowerLost() || randomness.nextLong(2) == 0) {
                    disk.crash();
                } else {
                    disk.restart();
                }
                disk.faults().clear();
            }
        }
        throw new AssertionError("the log did not open with a working disk");
    }

    private EmbeddedLogConfig config() {
        int segment = 1024 + (int) randomness.nextLong(2000);
        long journal = 1500 + randomness.nextLong(6000);
        long tail = randomness.nextLong(2) == 0 ? 0 : 4000;
        return new EmbeddedLogConfig(true, segment, journal, Duration.ofSeconds(5), tail, 100, 1 << 20, 2);
    }

    private void createTopics(EmbeddedEventLog log) {
        try {
            log.createTopic("keep", TopicSpec.keepAll(2));
            log.createTopic("cut", TopicSpec.keepAll(1));
            log.createTopic("sized", new TopicSpec(1, Duration.ZERO, RETAINED_BYTES));
        } catch (LogUnavailable e) {
            count("refused");
        }
    }

    private void planFaults() {
        switch ((int) randomness.nextLong(6)) {
            case 0 -> disk.faults().failSync(1 + randomness.nextLong(40));
            case 1 -> disk.faults().failChange(1 + randomness.nextLong(80));
            case 2 -> disk.faults().capacity(2_000 + randomness.nextLong(30_000));
            case 3, 4 -> disk.faults().losePower(1 + randomness.nextLong(150));
            default -> count("life without fault");
        }
    }

    private void act(EmbeddedEventLog log) {
        try {
            switch ((int) randomness.nextLong(16)) {
                case 0, 1, 2, 3, 4 -> submit(log, null);
                case 5 -> submitAs(log, "p" + randomness.nextLong(2));
                case 6, 7, 8, 9 -> log.commitStep();
                case 10 -> log.maintenanceStep();
                case 11 -> model.verifyOne(log, randomness.nextLong() >>> 1);
                case 12 -> time.pass(Duration.ofMillis(randomness.nextLong(3_000)));
                case 13 -> openProducer(log, "p" + randomness.nextLong(2));
                case 14 -> deleteSome(log);
                default -> submitFenced();
            }
        } catch (ProducerFenced e) {
            throw new AssertionError("the newest producer is fenced", e);
        } catch (LogUnavailable e) {
            count("refused");
        }
    }

    private void drain(EmbeddedEventLog log) {
        boolean more = true;
        while (more) {
            more = log.commitStep();
            log.maintenanceStep();
            settle();
        }
    }

    private void submitAs(EmbeddedEventLog log, String name) {
        submit(log, producers.get(name));
    }

    private void submit(EmbeddedEventLog log, @Nullable Producer producer) {
        if (log.topics().size() < 3) {
            createTopics(log);
            return;
        }
        Prepared next = prepare();
        Appending appending = producer == null ? log.submit(next.batch()) : producer.submit(next.batch());
        waiting.add(new Waiting(next.number(), next.batch(), appending));
    }

    private Prepared prepare() {
        int batch = batches++;
        List<NewRecord> records = new ArrayList<>();
        long count = 1 + randomness.nextLong(5);
        for (int i = 0; i < count; i++) {
            TopicPartition to = ALL.get((int) randomness.nextLong(ALL.size()));
            String value = batch + "." + i + ":" + "x".repeat((int) randomness.nextLong(randomness.nextLong(700) + 1));
            records.add(new NewRecord(to, time.millis(), null, List.of(new Header("n", bytes("h" + i))), bytes(value)));
        }
        List<GroupCommit> positions = new ArrayList<>();
        if (randomness.nextLong(3) == 0) {
            records.add(new NewRecord(KEEP_0, time.millis(), bytes("k"), List.of(), bytes(batch + ".c:")));
            commits++;
            positions.add(new GroupCommit(LogModel.GROUP, KEEP_1, commits, Integer.toString(batch)));
            model.commitTried(KEEP_1, commits);
        }
        model.submitted(batch, records.stream().map(NewRecord::to).toList());
        return new Prepared(batch, new Batch(records, positions));
    }

    private void openProducer(EmbeddedEventLog log, String name) {
        Producer before = producers.remove(name);
        Producer opened = log.openProducer(name);
        String text = opened.toString();
        model.epochGiven(name, Long.parseLong(text.substring(text.indexOf('@') + 1)));
        producers.put(name, opened);
        if (before != null) {
            fenced.add(before);
        }
        count("producer");
    }

    private void submitFenced() {
        if (fenced.isEmpty()) {
            return;
        }
        Prepared next = prepare();
        model.forbid(next.number());
        try {
            Appending _ = fenced.getLast().submit(next.batch());
            throw new AssertionError("a fenced producer may append");
        } catch (ProducerFenced e) {
            count("fenced");
        }
    }

    private void deleteSome(EmbeddedEventLog log) {
        if (log.topics().size() < 3) {
            return;
        }
        long next = log.range(CUT).next();
        long before = randomness.nextLong(4) == 0 ? next + waiting.size() * 6L : randomness.nextLong(next + 1);
        model.mayDeleteBefore(CUT, before);
        log.deleteBefore(CUT, before);
        count("deletion");
    }

    /// Notes what became of appends.
    private void settle() {
        model.mayDeleteBefore(SIZED, Long.MAX_VALUE);
        List<Waiting> done =
                waiting.stream().filter(one -> one.appending().isDone()).toList();
        waiting.removeAll(done);
        for (Waiting one : done) {
            try {
                long[] offsets = one.appending().offsets();
                for (int i = 0; i < offsets.length; i++) {
                    NewRecord record = one.batch().records().get(i);
                    model.acknowledged(record.to(), offsets[i], new String(record.value(), UTF_8));
                }
                one.batch()
                        .commits()
                        .forEach(commit -> model.commitAcknowledged(commit.partition(), commit.nextOffset()));
                count("acknowledged");
            } catch (ProducerFenced e) {
                model.forbid(one.number());
                count("fenced in the queue");
            } catch (LogUnavailable e) {
                count("failed");
            }
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
