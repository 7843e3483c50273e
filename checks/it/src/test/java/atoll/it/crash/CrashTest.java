package atoll.it.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.FakeWiki.Execution;
import atoll.it.program.FakeWiki.Reply;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.Kills;
import atoll.it.program.StoredWork;
import atoll.it.program.StoredWork.Stored;
import atoll.work.ledger.state.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final int KILLS = 20;
    private static final int PRODUCERS = 8;
    private static final long SEED = 20_261_122;
    private static final int LONGEST_LIFE_MILLIS = 1_200;
    private static final Duration START_WITHIN = Duration.ofSeconds(20);
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(60);
    private static final String RULES = """
            jobs:
              topic: /^mediawiki\\.job\\..+$/
              concurrency: 16
              retry_limit: 10
              retry_delay: 100
              retry_factor: 1
              timeout: 5000
              exec: mediawiki
            """;

    @TempDir
    Path directory;

    private final Randomness randomness = Randomness.seeded(SEED);
    private final Kills kills = new Kills();

    @Test
    void nothingAcknowledgedIsLostAndNothingRunsTwiceWithoutAReasonOverTwentyKills() throws Exception {
        Path data = directory.resolve("data");
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        Producers producers = new Producers(PRODUCERS, randomness);
        try (FakeWiki wiki = FakeWiki.answering(CrashTest::reply)) {
            String[] flags = {"--wiki", wiki.url(), "--rules", rules.toString()};
            producers.start();
            for (int i = 0; i < KILLS; i++) {
                killAtARandomMoment(data, flags, producers);
            }
            try (AtollProcess atoll = AtollProcess.serve(data, flags).awaitReady();
                    IntakeClient client = atoll.client()) {
                producers.stop();
                drain(atoll, client);
                atoll.stop();
            }
            check(producers.acknowledged(), wiki.executions(), StoredWork.read(data));
        }
        assertThat(producers.acknowledged()).as("acknowledged events").hasSizeGreaterThan(20 * KILLS);
    }

    private void killAtARandomMoment(Path data, String[] flags, Producers producers) throws InterruptedException {
        Instant start = Eventually.time().instant();
        try (AtollProcess atoll = AtollProcess.serve(data, flags)) {
            Instant listening = Eventually.time().instant();
            assertThat(Duration.between(start, listening))
                    .as("start number %s after a kill; errors:\n%s", kills.count() + 1, atoll.errors())
                    .isLessThan(START_WITHIN);
            producers.sendTo(atoll.address());
            Eventually.pause(Duration.ofMillis(randomness.nextLong(LONGEST_LIFE_MILLIS)));
            assertThat(atoll.isAlive())
                    .as("atoll runs; errors:\n%s", atoll.errors())
                    .isTrue();
            kills.kill(atoll);
        }
    }

    /// Every third job fails at first, some take a while.
    private static Reply reply(Execution execution) {
        int kind = Math.floorMod(execution.eventId().hashCode(), 12);
        if (kind % 3 == 0 && execution.number() == 1) {
            return Reply.of(500, "{\"message\":\"Internal Server Error\",\"error\":\"asked to fail\"}");
        }
        return Reply.done().after(Duration.ofMillis(kind == 1 ? 300 : 2));
    }

    private static void drain(AtollProcess atoll, IntakeClient client) throws InterruptedException {
        Eventually.holds(DRAIN_WITHIN, () -> {
            IntakeClient.Balance balance = client.balance();
            assertThat(balance.isSettled())
                    .as("settled: %s\n%s", balance, atoll.errors())
                    .isTrue();
            assertThat(balance.difference()).as("%s", balance).isZero();
        });
    }

    private void check(Map<String, JobEvent> acknowledged, List<Execution> executions, StoredWork stored) {
        assertThat(stored.difference())
                .as("balance; states %s", stored.counts())
                .isZero();
        Map<String, List<Stored>> deliveries = stored.deliveries().stream()
                .collect(Collectors.groupingBy(one -> one.delivery().eventId()));
        Map<String, List<Execution>> byEvent = executions.stream().collect(Collectors.groupingBy(Execution::eventId));
        acknowledged.forEach((id, job) -> {
            List<Stored> found = deliveries.getOrDefault(id, List.of());
            assertThat(found).as("deliveries of acknowledged %s", job).isNotEmpty();
            Stored one = found.getFirst();
            assertThat(one.gaveWay() || byEvent.containsKey(id))
                    .as("acknowledged event ran or gave way: %s", one)
                    .isTrue();
        });
        deliveries.forEach((id, all) -> {
            assertThat(all).as("deliveries of event '%s'", id).hasSize(1);
            checkEnd(all.getFirst(), byEvent.getOrDefault(id, List.of()));
        });
        assertThat(byEvent.keySet()).as("executed events").isSubsetOf(deliveries.keySet());
        byEvent.values().forEach(this::checkRepeats);
        checkTwins(stored);
    }

    private static void checkEnd(Stored stored, List<Execution> executions) {
        assertThat(stored.state() == State.DONE || stored.gaveWay())
                .as("%s", stored)
                .isTrue();
        if (stored.state() == State.DONE) {
            assertThat(executions).as("executions of %s", stored).isNotEmpty();
        }
        Instant until = stored.delivery().delayUntil();
        for (Execution execution : executions) {
            assertThat(new String(execution.bytes(), UTF_8)).isEqualTo(new String(stored.bytes(), UTF_8));
            if (until != null) {
                assertThat(execution.at()).as("start of delayed %s", stored).isAfterOrEqualTo(until);
            }
        }
    }

    /// A second execution needs a failure of the one before, or a kill since it began.
    private void checkRepeats(List<Execution> executions) {
        for (int i = 1; i < executions.size(); i++) {
            Execution before = executions.get(i - 1);
            Execution after = executions.get(i);
            boolean failed = reply(before) instanceof Reply.Whole whole && whole.status() != 200;
            boolean killed = kills.isBetween(before.at(), after.at());
            assertThat(failed || killed)
                    .as(
                            "execution %s of event '%s' at %s after one at %s has a reason; %s",
                            i + 1, after.eventId(), after.at(), before.at(), kills)
                    .isTrue();
        }
    }

    /// Of each set of twins at least one is done.
    private static void checkTwins(StoredWork stored) {
        Set<String> keys = stored.deliveries().stream()
                .map(one -> String.valueOf(one.delivery().dedupKey()))
                .collect(Collectors.toSet());
        Set<String> done = stored.deliveries().stream()
                .filter(one -> one.state() == State.DONE)
                .map(one -> String.valueOf(one.delivery().dedupKey()))
                .collect(Collectors.toSet());
        assertThat(done).as("keys of twins of which one is done").containsAll(keys);
    }
}
