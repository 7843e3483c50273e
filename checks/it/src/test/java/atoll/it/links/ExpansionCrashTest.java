package atoll.it.links;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Execution;
import atoll.it.program.IntakeClient;
import atoll.it.program.Kills;
import atoll.it.program.StoredWork;
import atoll.it.program.StoredWork.Stored;
import atoll.work.ledger.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program is killed while it asks the wiki for the next pages that include a template, and right after the wiki
/// told it.
class ExpansionCrashTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int AT_ONCE = 10;
    private static final String EDIT = """
            {"$schema":"/test/edit/1.0.0","meta":{"id":"6f7b3a52-8f0e-4f0a-9d53-0d6f7c1f0a11","stream":"edit",\
            "domain":"w.example","uri":"https://w.example/wiki/Template:A","dt":"2026-11-22T17:00:00Z"},\
            "database":"testwiki","page_title":"Template:A"}""";

    @TempDir
    Path directory;

    private final FakeWiki leaves = FakeWiki.obliging();
    private final Kills kills = new Kills();

    /// @param answer of the wiki during which the program dies
    /// @param told how long after the answer; null if it dies waiting for it
    private record Death(int answer, @Nullable Duration told) {
        static Death waitingFor(int answer) {
            return new Death(answer, null);
        }

        static Death afterAnswer(int answer, int millis) {
            return new Death(answer, Duration.ofMillis(millis));
        }

        /// Whether what this answer or the next leads to may have been written, but not noted as done.
        boolean mayRepeat(int page) {
            return told != null && (page == answer || page == answer + 1);
        }
    }

    @AfterEach
    void close() {
        leaves.close();
    }

    @Test
    void everyPageThatIncludesATemplateGetsItsEventThoughTheProgramDiesInTheMiddle() throws Exception {
        List<Death> deaths = List.of(
                Death.waitingFor(0),
                Death.waitingFor(2),
                Death.afterAnswer(4, 0),
                Death.afterAnswer(7, 8),
                Death.afterAnswer(10, 30));
        try (LinksApi api = new LinksApi(135, AT_ONCE)) {
            run(api, 1_000, deaths);

            assertAsked(api, 14, deaths);
            assertLeaves(api.titles(), deaths);
            List<Stored> deliveries = StoredWork.read(data()).deliveries();
            assertThat(deliveries)
                    .as("what did not end well")
                    .allMatch(stored -> stored.state() == State.DONE || stored.state() == State.DUPLICATE);
        }
    }

    @Test
    void theBudgetHoldsThoughTheProgramDiesInTheMiddle() throws Exception {
        List<Death> deaths = List.of(Death.waitingFor(1), Death.afterAnswer(3, 5));
        try (LinksApi api = new LinksApi(100, AT_ONCE)) {
            run(api, 45, deaths);

            assertAsked(api, 5, deaths);
            assertLeaves(api.titles().subList(0, 50), deaths);
            assertThat(StoredWork.read(data()).deliveries())
                    .filteredOn(stored -> stored.state() == State.DEAD)
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.decisions().getLast().toString())
                            .contains("has led to 50 events, which is its budget (45)"));
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    /// One life for each death, and one in which the rest is done.
    private void run(LinksApi api, int budget, List<Death> deaths) throws Exception {
        String[] flags = flags(api, budget);
        for (Death death : deaths) {
            api.hold(death.answer);
            // However fast the machine is, it dies before it gets further than asking for the next.
            api.hold(death.answer + 1);
            try (AtollProcess atoll = AtollProcess.serve(data(), flags).awaitReady();
                    IntakeClient client = atoll.client()) {
                if (kills.count() == 0) {
                    assertThat(client.post(EDIT).status()).isEqualTo(201);
                }
                dieAt(death, api, atoll, client);
            }
            api.release(death.answer);
            api.release(death.answer + 1);
        }
        try (AtollProcess atoll = AtollProcess.serve(data(), flags).awaitReady();
                IntakeClient client = atoll.client()) {
            Eventually.holds(SOON, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.isSettled()).as("settled: %s", balance).isTrue();
                assertThat(balance.difference()).as("%s", balance).isZero();
            });
            atoll.stop();
        }
    }

    /// @param leaves where the events go that the expansion makes
    private static String rules(String leaves) {
        return """
            begin:
              topic: edit
              exec: {uri: '/sys/links/transcludes/{message.page_title}'}
            go_on:
              topic: change-prop.transcludes.continue
              exec: {uri: '/sys/links/transcludes/{message.original_event.page_title}'}
            leaf:
              topic: change-prop.transcludes.resource-change
              concurrency: 8
              exec: {method: post, uri: '%s/leaf', body: '{{globals.message}}'}
            """.formatted(leaves);
    }

    private String[] flags(LinksApi api, int budget) throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), rules(leaves.url()));
        String config = "wiki: " + api.url() + "\njobs:\n  expansion-budget: " + budget + "\n";
        Path file = Files.writeString(directory.resolve("atoll.yaml"), config);
        return new String[] {"--config", file.toString(), "--rules", rules.toString()};
    }

    /// When the wiki was asked, everything that came before is done, and noted as done.
    private void dieAt(Death death, LinksApi api, AtollProcess atoll, IntakeClient client) throws InterruptedException {
        Eventually.holds(SOON, () -> {
            assertThat(api.asked())
                    .as("answers asked for; errors:\n%s", atoll.errors())
                    .contains(death.answer);
            IntakeClient.Balance balance = client.balance();
            assertThat(balance.unread()).as("%s", balance).isZero();
            assertThat(balance.pending()).as("%s", balance).isEqualTo(1);
        });
        if (death.told != null) {
            api.release(death.answer);
            Eventually.pause(death.told);
        }
        kills.kill(atoll);
    }

    private static void assertAsked(LinksApi api, int answers, List<Death> deaths) {
        Map<Integer, Long> times =
                api.asked().stream().collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
        assertThat(times.keySet()).as("answers asked for").hasSize(answers);
        times.forEach((answer, count) -> {
            boolean wasCutOff = deaths.stream().anyMatch(death -> death.told == null && death.answer == answer);
            boolean mayRepeat = deaths.stream().anyMatch(death -> death.mayRepeat(answer));
            assertThat(count)
                    .as("times that answer %s was asked for", answer)
                    .isBetween(wasCutOff ? 2L : 1L, wasCutOff || mayRepeat ? 2L : 1L);
        });
    }

    private void assertLeaves(List<String> titles, List<Death> deaths) {
        Map<String, List<String>> idsByUri = StoredWork.read(data()).eventsOf("transcludes.resource-change").stream()
                .map(event -> Json.readTree(event.getBytes(UTF_8)).path("meta"))
                .collect(Collectors.groupingBy(
                        meta -> meta.path("uri").asString(),
                        Collectors.mapping(meta -> meta.path("id").asString(), Collectors.toList())));
        assertThat(idsByUri.keySet())
                .as("pages with an event")
                .containsExactlyInAnyOrderElementsOf(
                        titles.stream().map(ExpansionCrashTest::uri).toList());
        Map<String, List<Execution>> runs =
                leaves.executions().stream().collect(Collectors.groupingBy(Execution::eventId));
        for (int i = 0; i < titles.size(); i++) {
            int page = i / AT_ONCE;
            List<String> ids = idsByUri.getOrDefault(uri(titles.get(i)), List.of());
            assertThat(ids)
                    .as("events for '%s'", titles.get(i))
                    .hasSizeBetween(1, deaths.stream().anyMatch(death -> death.mayRepeat(page)) ? 2 : 1);
            assertThat(ids.stream().distinct())
                    .as("ids of the event for '%s'", titles.get(i))
                    .hasSize(1);
            assertRuns(titles.get(i), runs.getOrDefault(ids.getFirst(), List.of()));
        }
    }

    private static String uri(String title) {
        return "https://w.example/wiki/" + title.replace(' ', '_');
    }

    private void assertRuns(String title, List<Execution> runs) {
        assertThat(runs).as("executions for '%s'", title).isNotEmpty();
        List<Execution> unexplained = new ArrayList<>();
        for (int i = 1; i < runs.size(); i++) {
            if (!kills.isBetween(runs.get(i - 1).at(), runs.get(i).at())) {
                unexplained.add(runs.get(i));
            }
        }
        assertThat(unexplained)
                .as("executions for '%s' again without a reason; %s", title, kills)
                .isEmpty();
    }
}
