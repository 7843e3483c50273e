package atoll.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigFlag;
import atoll.base.config.ConfigInvalid;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.base.time.SystemTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
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
