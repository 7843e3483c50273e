package atoll.work.owner;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Announcements.Setback;
import atoll.work.AnswerExcerpt;
import atoll.work.Deliveries;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DeathLogTest {
    private static final Outcome NEVER = new Outcome.Rejected(404, "status 404: no\nsuch page");

    private final OwnerBench bench = new OwnerBench();
    private final Logger log = (Logger) LoggerFactory.getLogger(DeathLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
    }

    private static Map<String, String> values(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    private void arriveAndDie(int count) {
        for (int i = 0; i < count; i++) {
            bench.arrive(Deliveries.plain("e" + i));
        }
        bench.settle();
        while (!bench.running.isEmpty()) {
            bench.answer(NEVER);
        }
    }

    @Test
    void aDeathIsToldOnceItIsRecorded() {
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.holdAppends();
        bench.answer(NEVER);
        assertThat(lines.list).isEmpty();
        bench.letAppends();
        bench.settle();
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getMessage()).isEqualTo("delivery is dead");
        assertThat(values(lines.list.getFirst()))
                .containsEntry("job", "a")
                .containsEntry("delivery", "0:0")
                .containsEntry("rule", "r")
                .containsEntry("attempts", "1")
                .containsEntry("status", "404")
                .containsEntry("cause", "status 404: no such page")
                .containsKeys("type", "wiki");
    }

    @Test
    void whatIsTriedAgainOrDoneIsNotTold() {
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.answer(new Outcome.Failed(500, "boom"));
        bench.run(Duration.ofHours(1));
        bench.answer(new Outcome.Done(200, "ok"));
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aFloodIsSomeLinesAMinuteAndANumber() {
        bench.rules = List.of(RulePolicy.of("r", 300));
        arriveAndDie(300);
        assertThat(lines.list).hasSize(DeathLog.MOST_LINES);
        bench.run(DeathLog.WINDOW);
        assertThat(lines.list).hasSize(DeathLog.MOST_LINES + 1);
        ILoggingEvent last = lines.list.getLast();
        assertThat(last.getMessage()).isEqualTo("more deliveries are dead than were logged");
        assertThat(values(last)).containsExactly(Map.entry("count", "" + (300 - DeathLog.MOST_LINES)));
        bench.run(DeathLog.WINDOW.multipliedBy(3));
        assertThat(lines.list).as("nothing new, nothing said").hasSize(DeathLog.MOST_LINES + 1);
        bench.arrive(Deliveries.plain("later"));
        bench.settle();
        bench.answer(NEVER);
        assertThat(values(lines.list.getLast())).containsEntry("job", "later");
    }

    @Test
    void whoIsToldOfAFailureSeesWhatWasAnswered() {
        List<Setback> told = new ArrayList<>();
        bench.announcements = setback -> {
            told.add(setback);
            return List.of();
        };
        AnswerExcerpt answer = new AnswerExcerpt(Map.of("server", "w"), "no luck");
        bench.arrive(Deliveries.plain("a"));
        bench.settle();
        bench.answer(new Outcome.Failed(500, "boom", answer));
        bench.run(Duration.ofHours(1));
        bench.answer(new Outcome.Failed(0, "no answer"));
        bench.run(Duration.ofHours(1));
        bench.answer(new Outcome.Rejected(404, "gone", answer));
        assertThat(told).extracting(Setback::answer).containsExactly(answer, null, answer);
    }
}
