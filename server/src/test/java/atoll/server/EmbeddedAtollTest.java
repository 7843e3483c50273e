package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.reload.Reload;
import atoll.http.HttpMetrics;
import atoll.http.HttpResponse;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Route;
import atoll.http.Router;
import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import atoll.server.node.RuleFilesOnDisk;
import atoll.work.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application with a whole Atoll inside: rules that call its code, and rules that start programs.
class EmbeddedAtollTest {
    private static final TopicPartition TOPIC = new TopicPartition("datacenter1.uploads", 0);

    @TempDir
    Path directory;

    private final SystemTime time = new SystemTime();

    private AtollConfig config(String rules, String keys) throws IOException {
        Path file = Files.writeString(directory.resolve("rules.yaml"), rules);
        String yaml = "listen: '127.0.0.1:0'\nrules: ['" + file + "']\n" + keys;
        return ConfigBinder.bind(AtollConfig.class, new ConfigText("atoll.yaml", yaml, directory), List.of())
                .value();
    }

    private Atoll start(AtollConfig config, Handlers handlers) throws InterruptedException {
        Atoll atoll = Atoll.start(directory.resolve("data"), config, RuleFilesOnDisk.load(config, handlers), handlers);
        atoll.log().createTopic(TOPIC.topic(), TopicSpec.keepAll(1));
        return atoll;
    }

    private void produce(Atoll atoll, String id) throws InterruptedException {
        String event = "{\"meta\":{\"id\":\"" + id + "\",\"domain\":\"w\",\"stream\":\"uploads\"}}";
        NewRecord record = new NewRecord(TOPIC, time.millis(), null, List.of(), event.getBytes(StandardCharsets.UTF_8));
        atoll.log().append(Batch.of(List.of(record)), Deadline.after(time, Duration.ofSeconds(10)));
    }

    private boolean within(Duration limit, BooleanSupplier condition) throws InterruptedException {
        Deadline deadline = Deadline.after(time, limit);
        while (!condition.getAsBoolean() && !deadline.isPassed()) {
            time.sleep(Duration.ofMillis(20));
        }
        return condition.getAsBoolean();
    }

    @Test
    void aRuleCallsTheApplicationsCodeUntilItSucceeds() throws Exception {
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        Handlers handlers = Handlers.of(Map.of("thumbnails", task -> {
            calls.add(task.eventId() + "/" + task.attempt());
            if (task.attempt() == 1) {
                throw new IllegalStateException("no renderer yet");
            }
            return new Outcome.Done(0, "rendered");
        }));
        AtollConfig config = config("r: {topic: uploads, retry_delay: 1, exec: {handler: thumbnails}}", "");
        try (Atoll atoll = start(config, handlers)) {
            produce(atoll, "e1");
            assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("e1/1");
            assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("e1/2");
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void anUnknownHandlerIsRefusedAtTheStartAndAtAReload() throws Exception {
        Handlers handlers = Handlers.of(Map.of("known", _ -> new Outcome.Done(0, "done")));
        AtollConfig bad = config("r: {topic: uploads, exec: {handler: unknown}}", "");
        assertThatThrownBy(() -> RuleFilesOnDisk.load(bad, handlers))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'unknown'")
                .hasMessageContaining("there are known");
        AtollConfig good = config("r: {topic: uploads, exec: {handler: known}}", "");
        try (Atoll atoll = start(good, handlers)) {
            Files.writeString(directory.resolve("rules.yaml"), "r: {topic: uploads, exec: {handler: unknown}}");
            assertThat(atoll.rules().reload()).isInstanceOf(Reload.Refused.class);
            assertThat(atoll.rules().get().rule("r")).isPresent();
        }
    }

    @Test
    void bulkWorkWaitsForReplicasAndTheRestGoesOn() throws Exception {
        AtomicInteger lag = new AtomicInteger(12);
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        Handlers handlers = Handlers.of(Map.of("h", task -> {
            calls.add(new String(task.event(), StandardCharsets.UTF_8).contains("bulk") ? "bulk" : "quick");
            return new Outcome.Done(0, "done");
        }));
        String rules = "slow: {topic: uploads, match: {kind: bulk}, bulk: true, exec: {handler: h}}\n"
                + "fast: {topic: uploads, match: {kind: quick}, exec: {handler: h}}";
        try (HttpServer wiki = wikiWithLag(lag)) {
            wiki.start();
            AtollConfig config = config(
                    rules,
                    "wiki: 'http://127.0.0.1:" + wiki.port() + "'\njobs: {lag: {probe-every: 100ms, pause-above: 6s}}");
            try (Atoll atoll = start(config, handlers)) {
                assertThat(within(Duration.ofSeconds(20), () -> lagCalls.get() > 1))
                        .isTrue();
                produce(atoll, "e1\",\"x\":\"y\"},\"kind\":\"bulk\",\"y\":{\"z\":\"");
                produce(atoll, "e2\",\"x\":\"y\"},\"kind\":\"quick\",\"y\":{\"z\":\"");
                assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("quick");
                assertThat(calls.poll(1, TimeUnit.SECONDS)).isNull();
                lag.set(1);
                assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("bulk");
            }
        }
    }

    private final AtomicInteger lagCalls = new AtomicInteger();

    private HttpServer wikiWithLag(AtomicInteger lag) {
        Route api = Route.get("/api.php", _ -> {
            lagCalls.incrementAndGet();
            return HttpResponse.text(200, "{\"query\":{\"dbrepllag\":[{\"host\":\"db2\",\"lag\":" + lag.get() + "}]}}");
        });
        return new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(List.of(api)),
                new HttpMetrics(new SimpleMeterRegistry()),
                time,
                Ids.random(Randomness.secure()));
    }

    @Test
    void aRuleStartsOnlyProgramsThatTheConfigurationAllows() throws Exception {
        Path seen = directory.resolve("seen");
        Path script = Files.writeString(directory.resolve("job.sh"), "cat > \"$1.part\"; mv \"$1.part\" \"$1\"");
        String rules = "r: {topic: uploads, exec: {process: [/bin/sh, '" + script + "', '" + seen + "']}}";
        AtollConfig without = config(rules, "");
        assertThatThrownBy(() -> RuleFilesOnDisk.load(without, Handlers.NONE))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("jobs.programs");
        AtollConfig with = config(rules, "jobs: {programs: ['/bin/sh " + script + "']}");
        try (Atoll atoll = start(with, Handlers.NONE)) {
            produce(atoll, "e1");
            assertThat(within(Duration.ofSeconds(20), () -> Files.exists(seen))).isTrue();
        }
        assertThat(seen).content().contains("\"id\":\"e1\"");
    }
}
