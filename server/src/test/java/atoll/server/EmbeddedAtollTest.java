package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.reload.Reload;
import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import atoll.server.node.RuleFilesOnDisk;
import atoll.work.Outcome;
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
