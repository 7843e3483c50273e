package atoll.changeprop.reload;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.executor.ManualTime;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesInForceTest {
    private static final String GOOD = "a: {topic: t, exec: {uri: 'http://h/'}}";
    private static final String OTHER = "b: {topic: t, exec: {uri: 'http://h/'}}";

    private final ManualTime time = new ManualTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Files files = new Files();
    private final RulesInForce rules =
            new RulesInForce(RuleFiles.load(List.of(new RuleFiles.RuleFile("f", GOOD))), files, time, meters);
    private final RuleWatch watch = new RuleWatch(rules, time);

    /// One file; what is queued happens between two questions of a reload.
    private static final class Files implements RuleSource {
        private String text = GOOD;
        private int version;
        private boolean absent;
        private final Queue<Runnable> whileRead = new ArrayDeque<>();

        void write(String now) {
            text = now;
            version++;
        }

        @Override
        public String stamp() {
            return "v" + version;
        }

        @Override
        public List<RuleFiles.RuleFile> files() {
            if (absent) {
                throw new AtollException(ErrorKind.INVALID, "rules: cannot read 'f'");
            }
            List<RuleFiles.RuleFile> read = List.of(new RuleFiles.RuleFile("f", text));
            @Nullable Runnable meanwhile = whileRead.poll();
            if (meanwhile != null) {
                meanwhile.run();
            }
            return read;
        }
    }

    private List<String> names() {
        return rules.get().rules().stream().map(Rule::name).toList();
    }

    @Test
    void goodFilesReplaceTheRulesAsAWhole() {
        String before = rules.get().hash();
        time.pass(Duration.ofMinutes(1));
        files.write(OTHER);
        assertThat(rules.reload())
                .isEqualTo(new Reload.Replaced(before, rules.get().hash()));
        assertThat(names()).containsExactly("b");
        assertThat(rules.status().since()).isEqualTo(ManualTime.START.plusSeconds(60));
    }

    @Test
    void filesThatSayTheSameLeaveTheVeryRuleSetInForce() {
        RuleSet before = rules.get();
        files.write("# a comment\n" + GOOD);
        assertThat(rules.reload()).isEqualTo(new Reload.Unchanged(before.hash()));
        assertThat(rules.get()).isSameAs(before);
    }

    @Test
    void filesWithProblemsLeaveTheOldRulesAndAllProblemsAreShown() {
        files.write("a: {topic: t, exec: {uri: 'http://h/'}, concurency: 3}\nb: {topic: t, retry_limit: -1}");
        assertThat(rules.reload()).isInstanceOf(Reload.Refused.class);
        assertThat(names()).containsExactly("a");
        assertThat(rules.status().refused())
                .hasSizeGreaterThan(1)
                .anySatisfy(line -> assertThat(line).contains("did you mean 'concurrency'"));
        assertThat(meters.get("atoll.rules.refused").gauge().value()).isGreaterThan(1);
        assertThat(meters.get("atoll.rules.reload")
                        .tag("result", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        files.write(GOOD);
        assertThat(rules.reload()).isInstanceOf(Reload.Unchanged.class);
        assertThat(rules.status().refused()).isEmpty();
    }

    @Test
    void whatCannotBeMeantIsToldAndComesIntoForceAllTheSame() {
        files.write("b: {topic: resource_chnge, exec: {uri: 'http://h/{match.a}'}}");
        assertThat(rules.reload()).isInstanceOf(Reload.Replaced.class);
        assertThat(rules.status().doubts())
                .satisfiesExactly(
                        line -> assertThat(line).contains("did you mean 'resource_change'"),
                        line -> assertThat(line).contains("is never captured"));
        files.write("b: {topic: resource_chnge, exec: {uri: 'http://h/{match.a}'}, concurency: 3}");
        assertThat(rules.reload()).isInstanceOf(Reload.Refused.class);
        assertThat(rules.status().doubts()).as("of the rules in force").hasSize(2);
        assertThat(rules.status().refused()).as("problems and doubts together").hasSize(3);
        files.write("b: {topic: resource_change, exec: {uri: 'http://h/'}}");
        assertThat(rules.reload()).isInstanceOf(Reload.Replaced.class);
        assertThat(rules.status().doubts()).isEmpty();
    }

    @Test
    void aFileThatIsGoneLeavesTheOldRules() {
        files.absent = true;
        assertThat(rules.reload()).isEqualTo(new Reload.Refused(List.of("rules: cannot read 'f'")));
        assertThat(names()).containsExactly("a");
    }

    @Test
    void filesThatChangeWhileTheyAreReadAreRefused() {
        files.write(OTHER);
        files.whileRead.add(() -> files.write(GOOD));
        assertThat(rules.reload()).isInstanceOf(Reload.Refused.class);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void ofTwoReloadsAtOnceTheOneThatBeganLaterDecides() {
        files.write(OTHER);
        files.whileRead.add(() -> {
            files.write("c: {topic: t, exec: {uri: 'http://h/'}}");
            assertThat(rules.reload()).isInstanceOf(Reload.Replaced.class);
            // The earlier one goes on with what it read before, and its stamp is made to fit again.
            files.version--;
        });
        assertThat(rules.reload()).isEqualTo(new Reload.Unchanged(rules.get().hash()));
        assertThat(names()).containsExactly("c");
    }

    @Test
    void theWatchReadsFilesOnceTheyHaveSettled() {
        var _ = watch.step();
        var _ = watch.step();
        files.write("a: {topic: t, ex");
        var _ = watch.step();
        files.write(OTHER);
        var _ = watch.step();
        assertThat(rules.status().refused()).as("half a file was not read").isEmpty();
        assertThat(names()).containsExactly("a");
        var _ = watch.step();
        assertThat(names()).containsExactly("b");
    }

    @Test
    void theWatchReadsRefusedFilesAgainOnlyWhenTheyChange() {
        files.write("a: 1");
        for (int i = 0; i < 5; i++) {
            var _ = watch.step();
        }
        assertThat(meters.get("atoll.rules.reload")
                        .tag("result", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        files.write(OTHER);
        var _ = watch.step();
        var _ = watch.step();
        assertThat(names()).containsExactly("b");
    }

    @Test
    void withoutRuleFilesThereIsNothingToReload() {
        RulesInForce builtIn = new RulesInForce(RuleSet.builtIn(), RuleSource.NONE, time, new SimpleMeterRegistry());
        assertThat(builtIn.reload())
                .isEqualTo(new Reload.Unchanged(builtIn.get().hash()));
        assertThat(builtIn.get().rules()).extracting(Rule::name).containsExactly(Rule.BUILT_IN);
    }
}
