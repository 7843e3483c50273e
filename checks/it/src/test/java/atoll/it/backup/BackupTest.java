package atoll.it.backup;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Threads;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a running program, brought back.
class BackupTest {
    private static final int JOBS = 200;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void aBackupUnderLoadHoldsEverythingAcknowledgedBeforeItAndTheRestGoesOn() throws Exception {
        Path backup = directory.resolve("backup");
        JobEvent held = JobEvent.unique("heldwiki");
        JobEvent waiting = JobEvent.unique("testwiki");
        waiting =
                new JobEvent(waiting.id(), waiting.wiki(), waiting.type(), null, Instant.parse("2090-01-01T00:00:00Z"));
        List<JobEvent> before = new ArrayList<>();
        Set<String> doneBefore;
        AtomicBoolean loading = new AtomicBoolean(true);
        try (FakeWiki wiki = FakeWiki.answering(
                        execution -> execution.wiki().equals("heldwiki") ? new Reply.Never() : Reply.done());
                AtollProcess atoll = serve(directory.resolve("data"), wiki);
                IntakeClient client = atoll.client()) {
            accept(client, held);
            accept(client, waiting);
            for (int i = 0; i < JOBS; i++) {
                before.add(accept(client, JobEvent.unique("testwiki")));
            }
            Eventually.holds(WITHIN, () -> assertThat(wiki.executions()).hasSizeGreaterThan(JOBS / 2));
            doneBefore =
                    wiki.executions().stream().map(FakeWiki.Execution::eventId).collect(Collectors.toSet());
            Thread load = Threads.startVirtual("load", () -> load(atoll, loading));

            AtollProcess.Ended ended = AtollProcess.run(
                    directory, "backup", "--server", atoll.address().toString(), "--to", backup.toString(), "--json");

            loading.set(false);
            assertThat(load.join(Duration.ofSeconds(30))).isTrue();
            assertThat(ended.code()).as(ended.errors()).isZero();
            assertThat(ended.output()).contains("\"files\":");
            atoll.kill();
        }
        Path restored = restore(backup);
        assertRunsOn(restored, held, waiting, before, doneBefore);
    }

    private void assertRunsOn(
            Path restored, JobEvent held, JobEvent waiting, List<JobEvent> before, Set<String> doneBefore)
            throws InterruptedException {
        try (FakeWiki wiki = FakeWiki.obliging();
                AtollProcess atoll = serve(restored, wiki);
                IntakeClient client = atoll.client()) {
            Eventually.holds(WITHIN, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.pending()).as(balance.text()).isEqualTo(1);
                assertThat(balance.unread()).isZero();
                assertThat(balance.difference()).as(balance.text()).isZero();
                assertThat(balance.accepted()).isGreaterThanOrEqualTo(JOBS + 2L);
            });
            assertThat(wiki.executionsOf(held.id())).as("what was claimed").hasSize(1);
            assertThat(wiki.executionsOf(waiting.id())).isEmpty();
            assertThat(client.get("/v1/admin/jobs/" + waiting.id()).text()).contains("\"state\":\"waiting\"");
            for (JobEvent job : before) {
                assertThat(client.get("/v1/admin/jobs/" + job.id()).text()).contains("\"state\":\"done\"");
            }
            // Of what was done, at most what was on its way to the ledger runs again.
            long again = wiki.executions().stream()
                    .filter(execution -> doneBefore.contains(execution.eventId()))
                    .count();
            assertThat(again).isLessThan(20);
        }
    }

    @Test
    void aDamagedOrIncompleteBackupIsRefusedAndNamed() throws Exception {
        Path backup = directory.resolve("backup");
        try (FakeWiki wiki = FakeWiki.obliging();
                AtollProcess atoll = serve(directory.resolve("data"), wiki);
                IntakeClient client = atoll.client()) {
            accept(client, JobEvent.unique("testwiki"));
            String server = atoll.address().toString();
            assertThat(AtollProcess.run(directory, "backup", "--server", server, "--to", backup.toString())
                            .code())
                    .isZero();
            AtollProcess.Ended again =
                    AtollProcess.run(directory, "backup", "--server", server, "--to", backup.toString());
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.errors()).contains("is not empty");
        }
        Path journal = onlyJournal(backup);
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 4;
        Files.write(journal, bytes);

        AtollProcess.Ended damaged = tryRestore(backup, directory.resolve("one"));
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.errors()).contains("the backup is damaged", journal.toString(), "SHA-256");
        assertThat(directory.resolve("one/log")).doesNotExist();

        Files.delete(backup.resolve("manifest.json"));
        AtollProcess.Ended incomplete = tryRestore(backup, directory.resolve("two"));
        assertThat(incomplete.code()).isEqualTo(1);
        assertThat(incomplete.errors()).contains("is no complete backup");
    }

    @Test
    void aDirectoryThatHoldsSomethingIsNotRestoredInto() throws Exception {
        Path backup = Files.createDirectory(directory.resolve("backup"));
        Files.writeString(backup.resolve("manifest.json"), "{\"format\":1,\"version\":\"\",\"at\":\"\",\"files\":[]}");
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("notes.txt"), "mine");
        AtollProcess.Ended ended = tryRestore(backup, data);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains("is not empty", "notes.txt");

        Files.writeString(
                backup.resolve("manifest.json"),
                "{\"format\":1,\"files\":[{\"name\":\"../notes.txt\",\"bytes\":1,\"sha256\":\"" + "0".repeat(64)
                        + "\"}]}");
        assertThat(tryRestore(backup, directory.resolve("fresh")).errors()).contains("../notes.txt");
        Files.writeString(backup.resolve("manifest.json"), "{\"format\":2,\"files\":[]}");
        assertThat(tryRestore(backup, directory.resolve("fresh")).errors())
                .contains("has format 2, this program reads up to 1");
    }

    private Path restore(Path backup) throws InterruptedException {
        Path data = directory.resolve("restored");
        AtollProcess.Ended ended = tryRestore(backup, data);
        assertThat(ended.code()).as(ended.errors()).isZero();
        assertThat(ended.output()).contains("restored ");
        return data;
    }

    private AtollProcess.Ended tryRestore(Path backup, Path data) throws InterruptedException {
        return AtollProcess.run(directory, "restore", "--from", backup.toString(), "--data", data.toString());
    }

    private static Path onlyJournal(Path backup) throws IOException {
        try (Stream<Path> names = Files.list(backup.resolve("journal"))) {
            List<Path> journals = names.toList();
            assertThat(journals).hasSize(1);
            return journals.getFirst();
        }
    }

    private static AtollProcess serve(Path data, FakeWiki wiki) throws InterruptedException {
        return AtollProcess.serve(data, "--wiki", wiki.url()).awaitReady();
    }

    private static JobEvent accept(IntakeClient client, JobEvent job) throws InterruptedException {
        assertThat(client.post(job.body()).status()).isEqualTo(201);
        return job;
    }

    private static void load(AtollProcess atoll, AtomicBoolean loading) {
        try (IntakeClient client = atoll.client()) {
            while (loading.get()) {
                accept(client, JobEvent.unique("otherwiki"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
