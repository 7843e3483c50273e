package atoll.simulate.ledger;

import atoll.index.MemoryIndex;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.memory.MemoryEventLog;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seed;
import atoll.testkit.sim.Node;
import atoll.testkit.sim.Simulation;
import atoll.work.Announcements;
import atoll.work.DeliveryLog;
import atoll.work.ledger.PartitionLedger;
import atoll.work.owner.WorkConfig;
import atoll.work.policy.PolicyLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What outlives the processes: the log, each node's index, the wikis, and the models that judge.
final class World {
    static final int PARTITIONS = 4;
    private static final TopicPartition ANNOUNCED = new TopicPartition("announced", 0);

    private final Simulation simulation;
    private final MemoryEventLog log;
    private final Map<String, MemoryIndex> indexes = new HashMap<>();
    private final List<PartitionModel> models = new ArrayList<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final PolicyModel policies;
    private final Wikis wikis = new Wikis();
    private final Map<String, Long> events = new TreeMap<>();
    private final WorkConfig config;
    private final Draw draw;
    private boolean healed;
    private int status = 1000;

    World(Simulation simulation, Seed seed) {
        this.simulation = simulation;
        this.draw = seed.child("world").draw();
        this.log = MemoryEventLog.stepped(simulation.time());
        log.createTopic(DeliveryLog.TOPIC, TopicSpec.keepAll(PARTITIONS));
        log.createTopic(PartitionLedger.TOPIC, TopicSpec.keepAll(PARTITIONS));
        log.createTopic(ANNOUNCED.topic(), TopicSpec.keepAll(1));
        log.createTopic(PolicyLog.TOPIC, TopicSpec.keepAll(1));
        this.policies = new PolicyModel(log, simulation.time()::nanoTime);
        boolean forgets = seed.value() % 4 == 0;
        this.config = new WorkConfig(
                forgets ? Duration.ofSeconds(15) : Duration.ofHours(10),
                draw.duration(Duration.ofSeconds(2), Duration.ofSeconds(20)),
                Duration.ofSeconds(3),
                draw.intBetween(5, 200));
        for (int i = 0; i < PARTITIONS; i++) {
            String producer = "work-" + i;
            models.add(new PartitionModel(
                    i,
                    log,
                    new PartitionModel.Circumstances(
                            () -> log.openings(producer),
                            () -> simulation.time().nanoTime(),
                            () -> simulation.faults().count("clock.steps"),
                            !forgets)));
        }
    }

    MemoryEventLog log() {
        return log;
    }

    WorkConfig config() {
        return config;
    }

    /// Whether nothing that is finished is forgotten while the world runs.
    boolean remembersAll() {
        return config.history().compareTo(Duration.ofHours(1)) > 0;
    }

    /// Whether all of a section is in the same partition, so that one owner decides its limits.
    boolean hasOnePartition(String section, int partition) {
        Integer known = partitions.putIfAbsent(section, partition);
        return known == null || known == partition;
    }

    PolicyModel policies() {
        return policies;
    }

    Wikis wikis() {
        return wikis;
    }

    Draw draw() {
        return draw;
    }

    MemoryIndex index(String node) {
        return indexes.computeIfAbsent(node, _ -> new MemoryIndex());
    }

    /// The model of a partition, after it has read all that is durable.
    PartitionModel model(int partition) {
        PartitionModel model = models.get(partition);
        model.read();
        return model;
    }

    List<PartitionModel> models() {
        models.forEach(PartitionModel::read);
        return models;
    }

    /// One record for each failure that is announced, in a topic of its own.
    Announcements announcements() {
        return setback -> List.of(new NewRecord(
                ANNOUNCED,
                setback.at().toEpochMilli(),
                null,
                List.of(),
                Setbacks.line(setback.id().toString(), setback.status(), setback.retryAt() != null)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    /// What was announced, each time it was.
    List<String> announced() {
        return log.read(ANNOUNCED, 0, Integer.MAX_VALUE, Long.MAX_VALUE).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    int nextStatus() {
        return ++status;
    }

    void happened(String event) {
        happened(event, 1);
    }

    void happened(String event, long times) {
        events.merge(event, times, Long::sum);
    }

    Map<String, Long> events() {
        return events;
    }

    boolean isHealed() {
        return healed;
    }

    void heal() {
        healed = true;
    }

    /// Ends a node as SIGKILL and a power failure would, and boots it again later.
    void crash(Node node) {
        if (!node.isUp()) {
            return;
        }
        simulation.faults().happened("node.crash");
        node.kill();
        int lost = index(node.name()).crash(node.randomness());
        if (lost > 0) {
            simulation.faults().happened("index.falls-back");
        }
        simulation.at(draw.duration(Duration.ofMillis(200), Duration.ofSeconds(5)), node.name() + " boots", () -> {
            if (!node.isUp()) {
                node.restart();
            }
        });
    }
}
