package atoll.it.input;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.changeprop.rule.RuleSet;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.StoredWork;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import atoll.work.ledger.state.State;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadDiskTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Read-only file system"})
    void whileTheDiskTakesNothingEventsAreRefusedAndNoneAcknowledgedIsLost(String failure) throws Exception {
        Path data = directory.resolve("data");
        FailingDisk disk = new FailingDisk();
        JobEvent before = JobEvent.unique("testwiki");
        JobEvent delayed = new JobEvent(
                JobEvent.unique("testwiki").id(),
                "testwiki",
                "null",
                null,
                Eventually.time().instant().plusSeconds(2));
        JobEvent refused = JobEvent.unique("testwiki");
        JobEvent after = JobEvent.unique("testwiki");
        try (FakeWiki wiki = FakeWiki.obliging();
                Atoll atoll = Atoll.start(data, config(wiki), RuleSet.builtIn(), disk);
                IntakeClient client = new IntakeClient(URI.create("http://127.0.0.1:" + atoll.port()))) {
            assertThat(client.post(before.body()).status()).isEqualTo(201);
            assertThat(client.post(delayed.body()).status()).isEqualTo(201);
            Eventually.holds(
                    SOON, () -> assertThat(wiki.executionsOf(before.id())).hasSize(1));

            disk.failWith(failure);
            double counted = client.metric("atoll_intake_refusal_total", "reason=\"log\"");
            IntakeClient.Answer answer = client.post(refused.body());
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(client.metric("atoll_intake_refusal_total", "reason=\"log\""))
                    .isEqualTo(counted + 1);
            IntakeClient.Answer ready = client.get("/readyz");
            assertThat(ready.status()).as(ready.text()).isEqualTo(503);
            assertThat(ready.text()).contains("the log refuses events", failure);

            disk.heal();
            Eventually.holds(
                    SOON,
                    () -> assertThat(client.post(after.body()).status())
                            .as("answer after the disk is well again")
                            .isEqualTo(201));
            Eventually.holds(SOON, () -> {
                IntakeClient.Balance balance = client.balance();
                assertThat(balance.isSettled()).as("settled: %s", balance).isTrue();
                assertThat(balance.difference()).as("%s", balance).isZero();
            });
            assertThat(wiki.executionsOf(delayed.id()))
                    .as("executions of an event acknowledged before")
                    .isNotEmpty();
            assertThat(wiki.executionsOf(after.id()))
                    .as("executions of an event accepted afterwards")
                    .hasSize(1);
        }
        StoredWork stored = StoredWork.read(data);
        assertThat(stored.difference())
                .as("balance; states %s", stored.counts())
                .isZero();
        for (JobEvent job : List.of(before, delayed, after)) {
            assertThat(stored.deliveriesOf(job.id()))
                    .singleElement()
                    .satisfies(one -> assertThat(one.state()).as("%s", one).isEqualTo(State.DONE));
        }
    }

    private AtollConfig config(FakeWiki wiki) {
        String text = "listen: 127.0.0.1:0\nwiki: " + wiki.url() + "\n";
        return ConfigBinder.bind(AtollConfig.class, new ConfigText("test", text, directory), List.of())
                .value();
    }
}
