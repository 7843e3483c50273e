package atoll.server.admin;

import atoll.changeprop.admission.AdmissionCounts;
import atoll.changeprop.redaction.Redaction;
import atoll.changeprop.reload.RulesInForce;
import atoll.changeprop.rule.RuleSet;
import atoll.http.Headers;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Route;
import atoll.index.MemoryIndex;
import atoll.log.Batch;
import atoll.log.Header;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.embedded.LogSnapshot;
import atoll.log.memory.MemoryEventLog;
import atoll.server.admin.backups.Backups;
import atoll.server.admin.backups.BackupsResource;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Admissions;
import atoll.server.audit.Audit;
import atoll.server.audit.AuditLog;
import atoll.server.deadletter.Actions;
import atoll.server.deadletter.DeadLetters;
import atoll.server.find.Finding;
import atoll.server.find.Indexer;
import atoll.server.observe.AttemptMeters;
import atoll.server.observe.Observation;
import atoll.server.observe.Rates;
import atoll.server.observe.RootJobs;
import atoll.server.ruleversions.RuleChanges;
import atoll.server.ruleversions.RuleVersions;
import atoll.testkit.time.VirtualTime;
import atoll.work.DeliveryLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An admin API over fakes, whose routes are called directly.
public final class Fixture {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_FOUND = 10_000;
    private static final long MOMENT_NANOS = 10_000_000;

    public final VirtualTime time = new VirtualTime();
    public final Instant now = time.instant();
    public final FakeWork work = new FakeWork();
    public final MemoryEventLog log = MemoryEventLog.committing(time);
    public final Map<String, AdmissionCounts> admitted = new HashMap<>();
    public final Map<String, Long> unread = new HashMap<>();
    public final FakeRuleFiles ruleFiles = new FakeRuleFiles();
    /// Where the audit and other records of the admin API's own are.
    public final MemoryEventLog ownLog = MemoryEventLog.committing(time);
    public final AuditLog audit = new AuditLog(ownLog, time);
    public final RuleVersions versions = new RuleVersions(ownLog, ruleFiles, RuleSet.builtIn(), time);
    public final RulesInForce rules = new RulesInForce(RuleSet.builtIn(), versions, time, new SimpleMeterRegistry());
    public final MemoryIndex index = new MemoryIndex();
    public final AttemptMeters attempts = new AttemptMeters(time);
    public final AdminPorts ports;
    public final Rates rates;
    public final Actions actions;
    public final Indexer indexer;
    public final AdminApi api;

    public Fixture() {
        this(Redaction.NONE);
    }

    public Fixture(Redaction redaction) {
        log.createTopic(DeliveryLog.TOPIC, TopicSpec.keepAll(1));
        ports = new AdminPorts("local", work, log, admissions(), rules, redaction, time);
        RootJobs roots = new RootJobs();
        rates = new Rates(ports, attempts, roots);
        actions = new Actions(work, ownLog, audit, time);
        indexer = new Indexer(ports, index, MOST_FOUND, roots, new SimpleMeterRegistry());
        // Who asks the index waits for its duty.
        time.onWait((wakeup, untilNanos) -> {
            while (!wakeup.isSignalled() && time.nanoTime() < untilNanos) {
                var _ = indexer.step();
                if (!wakeup.isSignalled()) {
                    time.advanceTo(Math.min(untilNanos, time.nanoTime() + MOMENT_NANOS));
                }
            }
        });
        api = new AdminApi(
                ports,
                AdminAccess.withToken("s3cret-token"),
                audit,
                List.of(
                        new BackupsResource(new Backups(Fixture::noSnapshot, "test", time)),
                        new Observation(ports, rates),
                        new Finding(ports, indexer),
                        new DeadLetters(ports, actions),
                        new RuleChanges(ports, versions, rates),
                        new Audit(audit, time)));
    }

    /// Appends to partition 0 of a topic that is created if it is absent.
    public void append(String topic, String value) {
        append(topic, value.getBytes(StandardCharsets.UTF_8), List.of());
    }

    void append(String topic, byte[] value, List<Header> headers) {
        log.createTopic(topic, TopicSpec.keepAll(1));
        var _ = log.submit(Batch.of(new NewRecord(new TopicPartition(topic, 0), time.millis(), null, headers, value)));
    }

    /// Brings the index of events up to date.
    public void readEvents() {
        time.advance(Duration.ofSeconds(1));
        var _ = indexer.step();
    }

    private static LogSnapshot noSnapshot() {
        throw new AssertionError("nothing here is backed up");
    }

    private Admissions admissions() {
        return new Admissions() {
            @Override
            public AdmissionCounts counts(String topic) {
                return admitted.getOrDefault(topic, AdmissionCounts.NONE);
            }

            @Override
            public long unread(String topic) {
                return unread.getOrDefault(topic, 0L);
            }

            @Override
            public List<String> topics() {
                return admitted.keySet().stream().sorted().toList();
            }
        };
    }

    public HttpResponse call(String method, String pattern, String target, Map<String, String> path, String body)
            throws InterruptedException {
        Route route = api.routes().stream()
                .filter(each -> each.method().equals(method) && each.pattern().equals(pattern))
                .findFirst()
                .orElseThrow();
        return route.handler()
                .handle(HttpRequest.of(
                        method,
                        target,
                        path,
                        Headers.of("Host", "127.0.0.1:8080", "Content-Type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    public JsonNode get(String pattern, String query, Map<String, String> path) throws InterruptedException {
        return JSON.readTree(call("GET", pattern, pattern + query, path, "").body());
    }

    public JsonNode get(String pattern, String query) throws InterruptedException {
        return get(pattern, query, Map.of());
    }

    public JsonNode post(String pattern, Map<String, String> path, String body) throws InterruptedException {
        return JSON.readTree(call("POST", pattern, pattern, path, body).body());
    }
}
