package atoll.it.captures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.changeprop.executor.JobSignature;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Execution;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.Recordings;
import atoll.it.program.Recordings.Answered;
import atoll.it.program.StoredWork;
import atoll.it.program.StoredWork.Stored;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturesTest {
    private static final Duration RUN_WITHIN = Duration.ofSeconds(60);
    private static final int BATCH = 50;

    @TempDir
    Path directory;

    @Test
    void recordedEventsReachTheWikiUntouchedAndStillSignedAfterTwoKills() throws Exception {
        Path data = directory.resolve("data");
        List<String> bodies = bodies();
        accept(data, bodies);
        restartAndKill(data);

        StoredWork stored = StoredWork.read(data);
        bodies.forEach(body -> assertStoredByteForByte(body, stored));
        Set<String> expected = stored.deliveries().stream()
                .filter(delivery -> !delivery.gaveWay())
                .map(delivery -> delivery.delivery().eventId())
                .collect(Collectors.toSet());
        assertThat(expected).as("events that have to run").hasSizeGreaterThan(100);

        try (FakeWiki wiki = FakeWiki.obliging()) {
            run(data, wiki);
            // What has a newer root may still give way when its turn comes.
            assertThat(executed(wiki))
                    .as("executed events")
                    .isSubsetOf(expected)
                    .hasSizeGreaterThan(100);
            List<String> sent = new ArrayList<>(Recordings.jobEvents());
            wiki.executions().forEach(execution -> assertUntouched(execution, sent));
        }
        assertAllDone(StoredWork.read(data));
    }

    private static List<String> bodies() {
        List<String> bodies = new ArrayList<>(Recordings.requestBodies());
        String posted = String.join("\n", bodies);
        List<String> more = Recordings.jobEvents().stream()
                .filter(event -> !posted.contains(event))
                .toList();
        for (int i = 0; i < more.size(); i += BATCH) {
            bodies.add("[" + String.join(",", more.subList(i, Math.min(more.size(), i + BATCH))) + "]");
        }
        return bodies;
    }

    private static void accept(Path data, List<String> bodies) throws InterruptedException {
        try (AtollProcess atoll = AtollProcess.serve(data);
                IntakeClient client = atoll.client()) {
            for (String body : bodies) {
                assertThat(client.post(body)).as("answer to %s", body).isEqualTo(new IntakeClient.Answer(201, ""));
            }
            atoll.kill();
        }
    }

    /// No wiki is known yet: everything is decided and waits.
    private static void restartAndKill(Path data) throws InterruptedException {
        try (AtollProcess atoll = AtollProcess.serve(data).awaitReady();
                IntakeClient client = atoll.client()) {
            Eventually.holds(RUN_WITHIN, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.unread())
                        .as("events without a delivery; balance %s", balance)
                        .isZero();
                assertThat(balance.difference()).as("%s", balance).isZero();
            });
            atoll.kill();
        }
    }

    private void run(Path data, FakeWiki wiki) throws IOException, InterruptedException {
        Path key = Files.writeString(directory.resolve("secret-key"), FakeWiki.KEY);
        try (AtollProcess atoll = AtollProcess.serve(data, "--wiki", wiki.url(), "--secret-key-file", key.toString());
                IntakeClient client = atoll.client()) {
            Eventually.holds(RUN_WITHIN, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.isSettled())
                        .as("settled: %s\n%s", balance, atoll.errors())
                        .isTrue();
                assertThat(balance.difference()).as("%s", balance).isZero();
            });
            atoll.stop();
        }
    }

    private static Set<String> executed(FakeWiki wiki) {
        return wiki.executions().stream().map(Execution::eventId).collect(Collectors.toSet());
    }

    /// MediaWiki writes arrays without white space, so the stored events of a body must make up its length.
    private static void assertStoredByteForByte(String body, StoredWork stored) {
        int length = 1;
        for (var event : Json.readTree(body.getBytes(UTF_8))) {
            String topic = "datacenter1." + event.at("/meta/stream").asString();
            String id = event.at("/meta/id").asString();
            List<String> found = stored.events(topic).stream()
                    .filter(value -> value.contains("\"id\":\"" + id + "\"") && body.contains(value))
                    .toList();
            assertThat(found)
                    .as("event '%s' in topic '%s', byte for byte", id, topic)
                    .hasSize(1);
            length += found.getFirst().length() + 1;
        }
        assertThat(length).as("length of %s", body).isEqualTo(body.length());
    }

    private static void assertUntouched(Execution execution, List<String> sent) {
        assertThat(sent)
                .as("event that reached the wiki at %s", execution.path())
                .contains(execution.text());
        assertThat(execution.path()).isEqualTo("/rest.php/eventbus/v0/internal/job/execute");
        assertThat(Recordings.isSigned(execution.text(), FakeWiki.KEY))
                .as("signature on the bytes of %s", execution.text())
                .isTrue();
        assertThat(JobSignature.verify(execution.bytes(), FakeWiki.KEY.getBytes(UTF_8)))
                .as("signature of %s", execution.text())
                .isEqualTo(JobSignature.Verdict.VALID);
    }

    private static void assertAllDone(StoredWork stored) {
        assertThat(stored.difference())
                .as("balance; states %s", stored.counts())
                .isZero();
        for (String event : Recordings.jobEvents()) {
            String id = Json.readTree(event.getBytes(UTF_8)).at("/meta/id").asString();
            List<Stored> deliveries = stored.deliveriesOf(id);
            assertThat(deliveries).as("deliveries of event '%s'", id).hasSize(1);
            Stored only = deliveries.getFirst();
            assertThat(new String(only.bytes(), UTF_8)).isEqualTo(event);
            assertThat(only.state() == State.DONE || only.gaveWay())
                    .as("%s", only)
                    .isTrue();
        }
    }

    @Test
    void recordedAnswersOfTheWikiLeadToTheirStates() throws InterruptedException {
        Path data = directory.resolve("data");
        Map<String, Answered> byWiki = new LinkedHashMap<>();
        Map<String, JobEvent> jobs = new LinkedHashMap<>();
        for (Answered answer : Recordings.answers()) {
            // One wiki for each, because a read-only answer holds back everything of its wiki.
            String wiki = "wiki" + byWiki.size();
            byWiki.put(wiki, answer);
            jobs.put(wiki, JobEvent.unique(wiki));
        }
        assertThat(byWiki).as("recorded answers").hasSize(51);
        try (FakeWiki wiki = FakeWiki.answering(execution -> reply(of(byWiki, execution.wiki())));
                AtollProcess atoll = AtollProcess.serve(data, "--wiki", wiki.url());
                IntakeClient client = atoll.client()) {
            for (JobEvent job : jobs.values()) {
                assertThat(client.post(job.body()).status()).isEqualTo(201);
            }
            Eventually.holds(
                    RUN_WITHIN,
                    () -> assertThat(wiki.executions())
                            .as("executions; errors of atoll:\n%s", atoll.errors())
                            .hasSize(jobs.size()));
            atoll.stop();
        }
        StoredWork stored = StoredWork.read(data);
        byWiki.forEach((wiki, answer) -> {
            List<Stored> deliveries = stored.deliveriesOf(of(jobs, wiki).id());
            assertThat(deliveries).as("%s", answer).hasSize(1);
            assertThat(deliveries.getFirst().state())
                    .as("%s: %s", answer, deliveries.getFirst())
                    .isEqualTo(expected(answer));
            assertThat(deliveries.getFirst().decisions())
                    .as("a paused wiki is not charged: %s", answer)
                    .noneMatch(decision -> answer.status() == 423 && decision instanceof Decision.RetryAt);
        });
        assertThat(stored.difference()).isZero();
    }

    private static <V> V of(Map<String, V> byWiki, String wiki) {
        return Objects.requireNonNull(byWiki.get(wiki), wiki);
    }

    private static FakeWiki.Reply reply(Answered answer) {
        return new FakeWiki.Reply.Whole(answer.status(), answer.headers(), answer.body(), Duration.ZERO);
    }

    private static State expected(Answered answer) {
        return switch (answer.status()) {
            case 200 -> answer.name().equals("job exit") ? State.RETRY : State.DONE;
            case 423 -> State.READY;
            case 500 -> answer.name().equals("param data: bad base64") ? State.DEAD : State.RETRY;
            case 400, 403, 405, 415 -> State.DEAD;
            case 501 -> State.RETRY;
            default -> throw new AssertionError("no expectation for " + answer);
        };
    }
}
