package atoll.it.mediawiki;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What waits in MediaWiki's job table moves into Atoll and is carried out there.
class MoveJobsTest {
    private static final int PAGES = 5;

    @TempDir
    Path directory;

    @Test
    void jobsOfTheTableMoveOnceAndAreCarriedOut() throws Exception {
        TestWiki wiki = TestWiki.create(directory.resolve("wiki"));
        for (int i = 1; i <= PAGES; i++) {
            wiki.maintain("text [[Category:C " + i + "]]", "edit.php", "--user", "Admin", "Page " + i);
        }
        int waiting = wiki.waitingJobs();
        assertThat(waiting).isGreaterThanOrEqualTo(PAGES);
        Path before = Files.copy(wiki.jobTable(), directory.resolve("before.sqlite"));

        TestWiki.Ended absent = wiki.integration("moveJobs.php", "--to", "http://127.0.0.1:9/v1/events");
        assertThat(absent.code()).isNotZero();
        assertThat(absent.output()).contains("nothing of this batch was deleted");
        assertThat(wiki.waitingJobs()).isEqualTo(waiting);

        Path key = Files.writeString(directory.resolve("key"), Jobs.KEY);
        try (AtollProcess atoll = AtollProcess.serve(
                        directory.resolve("data"),
                        "--secret-key-file",
                        key.toString(),
                        "--worker",
                        String.join(" ", wiki.workerCommand()))
                .awaitReady()) {
            String intake = atoll.address() + "/v1/events";
            assertThat(wiki.integration("moveJobs.php", "--dry-run", "--to", intake)
                            .code())
                    .isZero();
            assertThat(wiki.waitingJobs()).isEqualTo(waiting);

            TestWiki.Ended moved = wiki.integration("moveJobs.php", "--batch-size", "3", "--to", intake);
            assertThat(moved.output()).contains("done: " + waiting + " jobs moved");
            assertThat(moved.code()).isZero();
            awaitBalance(atoll, waiting, 0);

            // As if the script had died after Atoll's answer and before deleting.
            Files.copy(before, wiki.jobTable(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(wiki.integration("moveJobs.php", "--to", intake).code()).isZero();
            awaitBalance(atoll, waiting, waiting);
            atoll.stop();
        }
    }

    /// Waits until everything is finished, so many done and so many recognised as repeats.
    private static void awaitBalance(AtollProcess atoll, int done, int repeats) throws InterruptedException {
        Eventually.holds(Duration.ofSeconds(60), () -> {
            JsonNode balance =
                    Json.readTree(atoll.client().get("/v1/admin/balance").text().getBytes(StandardCharsets.UTF_8));
            JsonNode totals = balance.path("totals");
            assertThat(totals.path("deliveries").path("done").asInt(-1))
                    .as(balance.toString())
                    .isEqualTo(done);
            assertThat(totals.path("deliveries").path("duplicate").asInt(-1))
                    .as(balance.toString())
                    .isEqualTo(repeats);
        });
    }
}
