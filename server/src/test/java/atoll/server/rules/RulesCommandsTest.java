package atoll.server.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesCommandsTest {
    private static final String RULES = """
            pages:
              topic: mediawiki.page-create
              cases:
                - match: {meta: {uri: '/wiki\\/(?<title>.+)$/'}}
                  exec: {method: post, uri: 'http://h/{match.meta.uri.title}', headers: {x: '{{message.meta.id}}'}, body: '{{globals.message}}'}
            jobs: {topic: '/^mediawiki\\.job\\./', sample: {rate: 0.01, hash_template: '{{message.meta.id}}'}, exec: mediawiki}
            """;
    private static final String EVENTS = """
            {"meta":{"stream":"mediawiki.page-create","id":"e1","domain":"w","uri":"http://w/wiki/A b"},"database":"wikidb"}
            {"body":"[{\\"meta\\":{\\"stream\\":\\"mediawiki.job.null\\",\\"id\\":\\"e2\\"},\\"sha1\\":\\"s\\"}]"}
            {"stream":"other","event":{"meta":{"id":"e3"}}}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory = Path.of("");

    private Path rules = directory;

    @BeforeEach
    void writeRules() throws IOException {
        rules = write("rules.yaml", RULES);
    }

    @Command(name = "rules")
    private static final class Root {}

    @Test
    void goodRulesHaveNoProblems() {
        assertThat(run("check", rules.toString())).isZero();
        assertThat(out.toString()).startsWith("2 rules, no problems (rule set ");
    }

    @Test
    void allProblemsAreToldAtOnceWithLines() throws IOException {
        Path bad = write("bad.yaml", """
                a:
                  topic: mediawiki.job.null
                  conccurrency: 5
                  match: {x: '/(?=a)/'}
                  exec: {uri: 'http://h/'}
                """);
        assertThat(run("check", bad.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("bad.yaml line 3: rule 'a': conccurrency is '5': unknown key; did you mean 'concurrency'?")
                .contains("bad.yaml line 4: rule 'a': match.x")
                .endsWith("2 problems" + System.lineSeparator());
    }

    @Test
    void whatCannotBeMeantIsAProblem() throws IOException {
        Path odd = write("odd.yaml", """
                a:
                  topics: [mediawiki.page_create, mine]
                  cases:
                    - {match: {n: 1}, exec: {uri: 'http://h/{match.title}'}}
                    - {match: {n: 1, m: 2}, exec: {uri: 'http://h/'}}
                """);
        assertThat(run("check", odd.toString(), "--stream", "/^mi/", "--json")).isEqualTo(1);
        JsonNode answer = new JsonMapper().readTree(out.toString());
        assertThat(answer.path("ok").asBoolean()).isFalse();
        assertThat(answer.path("problems")
                        .valueStream()
                        .map(each -> each.path("line").asInt() + " "
                                + each.path("key").asString() + " "
                                + each.path("value").asString() + " "
                                + each.path("message").asString()))
                .containsExactly(
                        "2 topics mediawiki.page_create no known stream has this name; did you mean 'mediawiki.page-create'?"
                                + " (name your own streams with --stream, or in the file of intake.streams)",
                        "4 cases[0].exec match.title is never captured: 'match' has no such property or group, so it stands"
                                + " for nothing",
                        "5 cases[1].match  is never reached: cases[0] takes all its events");
    }

    @Test
    void whatCannotBeMeantIsToldTogetherWithWhatCannotBeRead() throws IOException {
        Path bad = write("bad.yaml", """
                b:
                  topic: nobodys
                  exclude_topics: ['/x/']
                  exec:
                    - {uri: 'http://h/'}
                    - {uri: 'http://h/{match.title}'}
                a: {topic: mediawiki.job.null, retries: 5, exec: [mediawiki, {uri: /sys/ores/}]}
                """);
        assertThat(run("check", bad.toString())).isEqualTo(1);
        assertThat(out.toString()
                        .lines()
                        .map(line -> line.replaceAll("^.*/bad.yaml | is never.*|, so .*| known .*", "")))
                .containsExactly(
                        "line 2: rule 'b': topic is 'nobodys': no",
                        "line 3: rule 'b': exclude_topics is '/x/': takes exact names only",
                        "line 4: rule 'b': exec is 'match.title':",
                        "line 7: rule 'a': retries is '5': unknown key",
                        "line 7: rule 'a': exec[1].uri is '/sys/ores/': calls the module 'ores', which Atoll does not have;"
                                + " call the service's URL",
                        "5 problems");
    }

    @Test
    void ofVeryManyProblemsItIsToldHowManyMoreThereAre() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 205; i++) {
            text.append("r" + i + ": {topic: resource_change, sampel: 1, exec: mediawiki}\n");
        }
        Path bad = write("bad.yaml", text.toString());
        assertThat(run("check", bad.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("bad.yaml line 200: rule 'r200'")
                .contains("bad.yaml line 201: and 5 problems more from here on")
                .doesNotContain("rule 'r201'");
    }

    @Test
    void showsWhatRulesWouldDo() throws IOException {
        Path events = write("events.jsonl", EVENTS);
        assertThat(run("try", rules.toString(), "--events", events.toString())).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "line 1  mediawiki.page-create  e1  wikidb",
                        "  rule 'pages': case 1",
                        "    POST http://h/A%20b",
                        "      x: e1",
                        "      body, 112 bytes: " + EVENTS.lines().findFirst().orElseThrow(),
                        "line 2  mediawiki.job.null  e2  -",
                        "  rule 'jobs': sampled out",
                        "line 3  other  e3  -",
                        "  no rule reads this stream");
    }

    @Test
    void showsItAsJsonToo() {
        assertThat(run("try", rules.toString(), "--json", "--events", "-")).isZero();
        JsonNode first =
                new JsonMapper().readTree(out.toString().lines().findFirst().orElseThrow());
        JsonNode request = first.path("rules").path(0).path("requests").path(0);
        assertThat(request.path("uri").asString()).isEqualTo("http://h/A%20b");
        assertThat(request.path("body_bytes").asInt()).isEqualTo(112);
    }

    @Test
    void eventsThatAreNotJsonAreTheUsersMistake() throws IOException {
        Path events = write("events.jsonl", "{\"meta\":{}}\n{broken\n");
        assertThat(run("try", rules.toString(), "--events", events.toString())).isNotZero();
        assertThat(err.toString()).contains("events.jsonl line 2: not JSON");
    }

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new Root())
                .addSubcommand(new RulesCheckCommand())
                .addSubcommand(new RulesTryCommand(new ByteArrayInputStream(EVENTS.getBytes(UTF_8)), new SystemTime()));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
