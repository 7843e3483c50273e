package atoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole Atoll whose rules change again and again while events come in and requests go out.
class ReloadUnderLoadHttpTest {
    private static final TopicPartition TOPIC = new TopicPartition("datacenter1.load", 0);
    private static final int ROUNDS = 30;
    private static final int EVENTS_A_ROUND = 40;

    private final SystemTime time = new SystemTime();
    private final List<String> carriedOut = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyEventIsCarriedOutOnceWhileRulesComeAndGo(@TempDir Path directory) throws Exception {
        Path rules = directory.resolve("rules.yaml");
        try (HttpServer sink = sink()) {
            sink.start();
            write(rules, sink.port(), 4, "load");
            List<Path> files = List.of(rules);
            try (Atoll atoll =
                    Atoll.start(directory.resolve("data"), config(directory, files), RuleFilesOnDisk.load(files))) {
                atoll.log().createTopic(TOPIC.topic(), TopicSpec.keepAll(1));
                for (int round = 0; round < ROUNDS; round++) {
                    produce(atoll, round * EVENTS_A_ROUND);
                    // Every third time the rule is gone, and what was admitted for it has to wait.
                    if (round % 3 == 2) {
                        awaitAdmitted(atoll, (round + 1) * EVENTS_A_ROUND);
                        write(rules, sink.port(), 4, "other");
                        assertThat(atoll.rules().reload()).isInstanceOf(Reload.Replaced.class);
                    }
                    write(rules, sink.port(), 5 + round, "load");
                    assertThat(atoll.rules().reload()).isInstanceOf(Reload.Replaced.class);
                }
                Deadline deadline = Deadline.after(time, Duration.ofSeconds(40));
                while (carriedOut.size() < ROUNDS * EVENTS_A_ROUND && !deadline.isPassed()) {
                    time.sleep(Duration.ofMillis(20));
                }
                time.sleep(Duration.ofMillis(200));
            }
        }
        assertThat(carriedOut).hasSize(ROUNDS * EVENTS_A_ROUND).doesNotHaveDuplicates();
    }

    /// A rule that is away while its events are admitted does not get them: that is not what is tested here.
    private void awaitAdmitted(Atoll atoll, int events) throws InterruptedException {
        Deadline deadline = Deadline.after(time, Duration.ofSeconds(20));
        while (atoll.admission().counts(TOPIC.topic()).records() < events && !deadline.isPassed()) {
            time.sleep(Duration.ofMillis(5));
        }
    }

    private HttpServer sink() {
        Route route = Route.post("/{id}", request -> {
            carriedOut.add(request.pathParameter("id"));
            return HttpResponse.text(200, "");
        });
        return new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(List.of(route)),
                new HttpMetrics(new SimpleMeterRegistry()),
                time,
                Ids.random(Randomness.secure()));
    }

    private static void write(Path rules, int port, int concurrency, String topic) throws Exception {
        String text = "load: {topic: " + topic + ", concurrency: " + concurrency
                + ", exec: {method: post, uri: 'http://127.0.0.1:" + port + "/{message.meta.id}'}}";
        if (topic.equals("other")) {
            text = text.replace("load: {", "another: {");
        }
        Files.writeString(rules, text);
    }

    private void produce(Atoll atoll, int from) throws InterruptedException {
        List<NewRecord> events = new ArrayList<>();
        for (int i = from; i < from + EVENTS_A_ROUND; i++) {
            String event = "{\"meta\":{\"id\":\"e" + i + "\",\"domain\":\"w\",\"stream\":\"load\"},\"n\":" + i + "}";
            events.add(new NewRecord(TOPIC, time.millis(), null, List.of(), event.getBytes(StandardCharsets.UTF_8)));
        }
        long[] offsets = atoll.log().append(Batch.of(events), Deadline.after(time, Duration.ofSeconds(10)));
        assertThat(offsets).hasSize(EVENTS_A_ROUND);
    }

    private static AtollConfig config(Path directory, List<Path> rules) {
        AtollConfig all = AtollConfig.DEFAULTS;
        return new AtollConfig(
                directory.resolve("data"),
                "127.0.0.1:0",
                all.datacenter(),
                null,
                null,
                Map.of(),
                rules,
                null,
                all.allowedHosts(),
                all.jobs(),
                all.intake(),
                all.log(),
                all.admin());
    }
}
