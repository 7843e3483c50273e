package atoll.changeprop.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.executor.Captures;
import atoll.changeprop.rule.Rule.Verdict;
import atoll.changeprop.rule.file.KnownStreams;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.Result;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.changeprop.rule.template.EventView;
import atoll.work.RulePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rule files of the size and shape of a large farm's, and what they decide about each recorded event.
class GoldenRulesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private record Example(String stream, EventView event) {}

    @Test
    void aFarmsJobQueueIsLoadedUnchanged() {
        Result.Loaded loaded = loaded("jobqueue.yaml");
        RuleSet rules = loaded.rules();
        assertThat(rules.rules()).hasSize(33);
        assertThat(RuleFiles.inspect(
                                List.of(new RuleFile("jobqueue.yaml", text("jobqueue.yaml"))),
                                Grants.ANY,
                                new KnownStreams(List.of()))
                        .all())
                .isEmpty();
        assertThat(loaded.notes()).extracting(each -> each.rule()).contains("partition_refreshLinks", "refreshLinks");
        assertThat(policy(rules, "low_traffic_jobs").concurrency()).isEqualTo(50);
        assertThat(policy(rules, "EntityChangeNotification").concurrency()).isEqualTo(29);
        assertThat(policy(rules, "refreshLinks").rootClaimTtl()).isEqualTo(Duration.ofDays(7));
        assertThat(policy(rules, "cirrusSearchElasticaWrite").retryLimit()).isZero();
        assertThat(rules.matching("mediawiki.job.webVideoTranscode")).isEmpty();
        assertThat(rules.matching("mediawiki.job.refreshLinks"))
                .extracting(Rule::name)
                .containsExactly("refreshLinks");
        assertThat(rules.matching("cpjobqueue.partitioned.mediawiki.job.refreshLinks"))
                .isEmpty();
    }

    @Test
    void everyRecordedEventIsDecidedAsExpectedByTheJobQueue() {
        assertThat(decisions("jobqueue.yaml")).isEqualTo(text("jobqueue-decisions.txt"));
    }

    @Test
    void everyRecordedEventIsDecidedAsExpectedByRulesThatLookInside() {
        assertThat(decisions("changeprop.yaml")).isEqualTo(text("changeprop-decisions.txt"));
    }

    @Test
    void admissionsShortcutDecidesAsTheWholeEventDoes() {
        for (String file : List.of("jobqueue.yaml", "changeprop.yaml")) {
            RuleSet rules = loaded(file).rules();
            for (Example example : examples()) {
                List<String> whole = Trial.of(rules, example.stream, example.event).stream()
                        .filter(trial -> trial.verdict() == Verdict.SELECTED)
                        .map(Trial::rule)
                        .toList();
                assertThat(rules.reading(example.stream)
                                .select(example.event, false)
                                .rules())
                        .extracting(Rule::name)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void jobsAreSentByteForByte() {
        RuleSet rules = loaded("jobqueue.yaml").rules();
        for (String job : Captures.jobEvents()) {
            EventView event = new EventView(job.getBytes(UTF_8), "id", Instant.EPOCH);
            String stream = event.fields().path("meta").path("stream").asString();
            for (Trial trial : Trial.of(rules, stream, event)) {
                assertThat(trial.requests())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Trial.Request.Http.class,
                                request -> assertThat(request.rendered().body().bytes())
                                        .isEqualTo(job.getBytes(UTF_8)));
            }
        }
    }

    private static String decisions(String file) {
        RuleSet rules = loaded(file).rules();
        StringBuilder to = new StringBuilder();
        int number = 0;
        for (Example example : examples()) {
            to.append(String.format(Locale.ROOT, "%d %s\n", ++number, example.stream));
            for (Trial trial : Trial.of(rules, example.stream, example.event)) {
                to.append("  ").append(trial.rule()).append(": ");
                to.append(trial.verdict() == Verdict.SELECTED ? "case " + (trial.caseNumber() + 1) : trial.verdict());
                trial.requests().forEach(request -> to.append("; ").append(described(request)));
                to.append('\n');
            }
        }
        return to.toString();
    }

    private static String described(Trial.Request request) {
        return switch (request) {
            case Trial.Request.Job() -> "job";
            case Trial.Request.Links(var kind, var title) -> "links " + kind.label() + " of " + title;
            case Trial.Request.Emit(var emission) -> "send " + emission.events();
            case Trial.Request.Program(var invocation) -> "start " + invocation.command();
            case Trial.Request.InProcess(var handler) -> "call " + handler;
            case Trial.Request.Impossible(var reason) -> reason;
            case Trial.Request.Http(var rendered) -> {
                byte[] body = rendered.body().bytes();
                yield rendered.method() + " " + rendered.uri()
                        + rendered.headers().stream()
                                .map(header -> " [" + header.name() + ": " + header.value() + "]")
                                .collect(Collectors.joining())
                        + (body.length == 0
                                ? ""
                                : body.length > 300 ? " (" + body.length + " bytes)" : " " + new String(body, UTF_8));
            }
        };
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (String line : text("examples-by-stream.jsonl").lines().toList()) {
            JsonNode recorded = JSON.readTree(line);
            byte[] event = recorded.path("event").toString().getBytes(UTF_8);
            examples.add(new Example(recorded.path("stream").asString(), new EventView(event, "id", Instant.EPOCH)));
        }
        return examples;
    }

    private static Result.Loaded loaded(String file) {
        return (Result.Loaded) RuleFiles.read(List.of(new RuleFile(file, text(file))));
    }

    private static RulePolicy policy(RuleSet rules, String name) {
        return rules.rule(name).orElseThrow().policy();
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(
                GoldenRulesTest.class.getResourceAsStream("/atoll/changeprop/rule/" + file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
