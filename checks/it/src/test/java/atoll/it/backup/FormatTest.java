package atoll.it.backup;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.IntakeClient;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Today's program on data directories that earlier versions left when they were killed.
///
/// `data-1` (format 1): jobs 1 to 6 and 10 done, 6 sent twice, 7 dead, 8 delayed to 2090, 9 claimed. Its index is left
/// out;
/// its checkpoint, segments and journal all hold records.
class FormatTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              concurrency: 4
              retry_limit: 0
              exec: mediawiki
            """;

    @TempDir
    Path directory;

    @Test
    void aDirectoryOfFormatOneGoesOnWhereItStopped() throws Exception {
        Path data = copyOf("data-1");
        try (FakeWiki wiki = FakeWiki.obliging();
                AtollProcess atoll = serve(data, wiki).awaitReady();
                IntakeClient client = atoll.client()) {
            Eventually.holds(WITHIN, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.pending()).as(balance.text()).isEqualTo(1);
                assertThat(balance.accepted()).isEqualTo(11);
                assertThat(balance.unread()).isZero();
                assertThat(balance.difference()).isZero();
                assertThat(balance.text())
                        .containsPattern("\"totals\".*\"done\":8.*\"duplicate\":1.*\"dead\":1.*\"pending\":1");
            });
            for (int job : List.of(1, 2, 3, 4, 5, 6, 10)) {
                assertThat(states(client, job)).containsExactly("done");
            }
            assertThat(states(client, 7)).containsExactly("dead");
            assertThat(states(client, 8)).containsExactly("waiting");
            assertThat(states(client, 9)).containsExactly("done");
            assertThat(wiki.executions())
                    .extracting(FakeWiki.Execution::eventId)
                    .containsExactly(id(9));
            assertThat(wiki.executions().getFirst().text()).contains("\"title\": \"Page_9\"");
        }
        try (FakeWiki wiki = FakeWiki.obliging();
                AtollProcess atoll = serve(data, wiki).awaitReady();
                IntakeClient client = atoll.client()) {
            assertThat(client.balance().difference()).isZero();
            assertThat(states(client, 7)).containsExactly("dead");
            assertThat(wiki.executions()).isEmpty();
        }
    }

    @Test
    void aDirectoryOfANewerFormatIsLeftAlone() throws Exception {
        Path data = copyOf("data-1");
        Files.writeString(data.resolve("log/format"), "atoll-log 999\n");
        AtollProcess.Ended ended =
                AtollProcess.run(directory, "serve", "--data", data.toString(), "--listen", "127.0.0.1:0");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors())
                .contains(
                        "atoll: data directory", "has format 999, this program knows formats up to", "use a newer one");
        assertThat(data.resolve("log/journal/000000000004.journal")).hasSize(1700);
    }

    @Test
    void aCheckReadsTheDirectoryAndNamesWhatIsDamaged() throws Exception {
        Path data = copyOf("data-1");
        AtollProcess.Ended sound = AtollProcess.run(directory, "log", "check", "--data", data.toString());
        assertThat(sound.code()).as(sound.errors()).isZero();
        assertThat(sound.output()).contains("no damage");

        Path segment = data.resolve("log/topics/atoll.delivery/1/00000000000000000000.segment");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        AtollProcess.Ended damaged = AtollProcess.run(directory, "log", "check", "--data", data.toString());
        assertThat(damaged.code()).isEqualTo(2);
        assertThat(damaged.output()).contains("damaged: partition 'atoll.delivery", segment.toString(), "at position");
    }

    private AtollProcess serve(Path data, FakeWiki wiki) throws IOException, InterruptedException {
        // What was finished when the directory was made shall not be forgotten by the time this runs.
        Path config = Files.writeString(directory.resolve("atoll.yaml"), "jobs:\n  history: 36500d\n");
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        return AtollProcess.serve(
                data, "--config", config.toString(), "--rules", rules.toString(), "--wiki", wiki.url());
    }

    private static List<String> states(IntakeClient client, int job) throws InterruptedException {
        String text = client.get("/v1/admin/jobs/" + id(job)).text();
        return Stream.of(text.split("\"id\":\"1:"))
                .skip(1)
                .map(delivery -> delivery.replaceFirst("(?s)^[^{]*?\"state\":\"([a-z_]+)\".*", "$1"))
                .toList();
    }

    private static String id(int job) {
        return String.format(Locale.ROOT, "0b6ae1a4-7d8e-4d53-9e5b-%012d", job);
    }

    private Path copyOf(String name) throws IOException, URISyntaxException {
        URL resource = FormatTest.class.getResource(name);
        assertThat(resource).as("fixture '%s'", name).isNotNull();
        Path from = Path.of(resource.toURI());
        Path to = directory.resolve("data");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Path folder = copy.getParent();
                assertThat(folder).isNotNull();
                Files.createDirectories(folder);
                Files.copy(file, copy);
            }
        }
        return to;
    }
}
