package atoll.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigFlag;
import atoll.base.config.ConfigInvalid;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.executor.HttpCall;
import atoll.changeprop.lag.BulkWork;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerConfigTest {

    private static AtollConfig bind(String yaml, ConfigFlag... flags) {
        return ConfigBinder.bind(AtollConfig.class, new ConfigText("atoll.yaml", yaml, Path.of("")), List.of(flags))
                .value();
    }

    @Test
    void aWorkerNeedsOnlyItsCommand() {
        AtollConfig config = bind("worker: {command: [php, worker.php]}");
        assertThat(config.worker())
                .isEqualTo(new AtollConfig.Worker(
                        List.of("php", "worker.php"),
                        2,
                        500,
                        AtollConfig.Worker.DEFAULTS.memory(),
                        AtollConfig.Worker.DEFAULTS.maxAge()));
        try (Wikis wikis = Wikis.of(config, new SystemTime(), new SimpleMeterRegistry())) {
            assertThat(wikis.isReachable("anywiki")).isTrue();
        }
    }

    @Test
    void aFlagGivesTheCommand() {
        AtollConfig config = bind(
                "worker: {processes: 3}",
                new ConfigFlag("--worker", "worker.command", "php"),
                new ConfigFlag("--worker", "worker.command", "worker.php"));
        AtollConfig.Worker d = AtollConfig.Worker.DEFAULTS;
        assertThat(config.worker())
                .isEqualTo(new AtollConfig.Worker(
                        List.of("php", "worker.php"), 3, d.jobsPerProcess(), d.memory(), d.maxAge()));
    }

    @Test
    void eachWikiMayHaveItsOwnWorkerOrUrl() {
        AtollConfig config =
                bind("wikis: {enwiki: {worker: {command: [a]}}, dewiki: {url: 'http://de', endpoint: rpc}}");
        try (Wikis wikis = Wikis.of(config, new SystemTime(), new SimpleMeterRegistry())) {
            assertThat(wikis.isReachable("enwiki")).isTrue();
            assertThat(wikis.isReachable("dewiki")).isTrue();
            assertThat(wikis.isReachable("frwiki")).isFalse();
            assertThat(wikis.map().find("enwiki")).isEmpty();
        }
    }

    @Test
    void theOnlyWikiMayHaveRunSingleJob() throws Exception {
        assertThat(askedOf("wiki: 'http://en'")).startsWith("/rest.php/");
        assertThat(askedOf("{wiki: 'http://en', jobs: {endpoint: rpc}}")).isEqualTo("/rpc/RunSingleJob.php");
        assertThat(askedOf("{wikis: {dewiki: {url: 'http://en'}}, jobs: {endpoint: rpc}}"))
                .startsWith("/rest.php/");
    }

    /// The path that a job of dewiki is sent to.
    private static String askedOf(String yaml) throws InterruptedException {
        AtollConfig config = bind(yaml);
        SystemTime time = new SystemTime();
        ReplicaLag lag = new ReplicaLag(Map.of(), Duration.ofSeconds(6), time, new SimpleMeterRegistry());
        AtomicReference<String> asked = new AtomicReference<>("");
        HttpCall http = (request, _) -> {
            asked.set(request.uri().getPath());
            return new HttpCall.NoAnswer(HttpCall.Kind.TIMEOUT, "no answer");
        };
        Delivery delivery = new Delivery(
                "r",
                "null",
                "dewiki",
                "e",
                null,
                Instant.EPOCH,
                false,
                Instant.EPOCH,
                null,
                null,
                null,
                new Source("t", 0, 0));
        Attempt attempt = new Attempt(new DeliveryId(0, 0), delivery, 1, Instant.MAX, new byte[] {'{', '}'});
        try (Wikis wikis = Wikis.of(config, time, new SimpleMeterRegistry())) {
            var _ = wikis.routes(config.wikis(), config.jobs().endpoint(), http, lag, new BulkWork(Set.of()), time)
                    .execute(attempt, Rule.mediaWikiJobs(), Deadline.after(time, Duration.ofSeconds(5)));
        }
        return asked.get();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "worker: {processes: 2}",
                "worker: {command: []}",
                "wikis: {enwiki: {host: en}}",
                "wikis: {enwiki: {url: 'http://en', endpoint: soap}}",
                "wikis: {enwiki: {worker: {memory: 64MiB}}}",
                "worker: {command: [php], process: 2}",
                "worker: {command: [php], memory: 5}"
            })
    void aWorkerWithoutWhatItNeedsIsRefused(String yaml) {
        assertThatThrownBy(() -> bind(yaml)).isInstanceOf(ConfigInvalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes: 0", "processes: 1000", "jobs-per-process: 0", "memory: 1MiB", "max-age: 0s"})
    void aWorkerOutOfBoundsIsRefusedAtStart(String setting) {
        AtollConfig config = bind("worker: {command: [php], " + setting + "}");
        assertThatThrownBy(() -> Wikis.of(config, new SystemTime(), new SimpleMeterRegistry()))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining(setting.substring(0, setting.indexOf(':')));
    }
}
