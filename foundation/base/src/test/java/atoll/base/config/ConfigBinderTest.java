package atoll.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigBinderTest {
    enum Mode {
        OPEN,
        STRICT_SCHEMA
    }

    record Http(@Doc("where to listen") String listen, int port, Duration idleTimeout, DataSize maxBodySize) {
        static final Http DEFAULTS = new Http("127.0.0.1", 8080, Duration.ofSeconds(30), DataSize.ofMebibytes(10));

        Http {
            if (port < 0) {
                throw new AtollException(ErrorKind.INVALID, "port is '" + port + "': must be at least 0");
            }
        }
    }

    record Wiki(URI url, @Nullable Secret token, double weight, boolean paused) {}

    record Site(
            Http http,
            Mode mode,
            List<Path> rules,
            Map<String, Wiki> wikis,
            long most,
            @Nullable Path data,
            @Nullable Secret key,
            @Nullable Mirror mirror) {
        static final Site DEFAULTS = new Site(
                new Http("0.0.0.0", 80, Duration.ofSeconds(5), DataSize.ofMebibytes(1)),
                Mode.OPEN,
                List.of(),
                Map.of(),
                7,
                null,
                null,
                null);
    }

    record Mirror(String from, int lanes) {}

    @TempDir
    private Path directory = Path.of("");

    @Test
    void withoutTextEverythingIsTheDefault() {
        assertThat(bind("").value()).isEqualTo(Site.DEFAULTS);
        assertThat(bind("# only a comment\n").value()).isEqualTo(Site.DEFAULTS);
        assertThat(bind("---\n").value()).isEqualTo(Site.DEFAULTS);
    }

    @Test
    void bindsEveryType() {
        Site site = bind("""
                        http:
                          listen: 10.0.0.1
                          port: 9000
                          idle-timeout: 500ms
                          max-body-size: 64KiB
                        mode: strict-schema
                        rules: [a.yaml, /etc/b.yaml]
                        wikis:
                          en.wiki:
                            url: http://localhost:8081/w
                            token: abc
                            weight: 1.5
                            paused: true
                        most: 9223372036854775807
                        data: state
                        key: "s3cret"
                        mirror: {from: eqiad, lanes: 3}
                        """).value();

        assertThat(site.http()).isEqualTo(new Http("10.0.0.1", 9000, Duration.ofMillis(500), new DataSize(65536)));
        assertThat(site.mode()).isEqualTo(Mode.STRICT_SCHEMA);
        assertThat(site.rules()).containsExactly(directory.resolve("a.yaml"), Path.of("/etc/b.yaml"));
        assertThat(site.wikis())
                .isEqualTo(Map.of(
                        "en.wiki", new Wiki(URI.create("http://localhost:8081/w"), new Secret("abc"), 1.5, true)));
        assertThat(site.most()).isEqualTo(Long.MAX_VALUE);
        assertThat(site.data()).isEqualTo(directory.resolve("state"));
        assertThat(site.key()).isEqualTo(new Secret("s3cret"));
        assertThat(site.mirror()).isEqualTo(new Mirror("eqiad", 3));
    }

    @Test
    void aPartlyGivenSectionTakesTheRestFromTheSurroundingDefaults() {
        Site site = bind("http:\n  port: 1\n").value();

        assertThat(site.http()).isEqualTo(new Http("0.0.0.0", 1, Duration.ofSeconds(5), DataSize.ofMebibytes(1)));
        assertThat(bind("http:\n").value()).isEqualTo(Site.DEFAULTS);
    }

    @Test
    void aRecordAloneUsesItsOwnDefaults() {
        assertThat(ConfigBinder.bind(Http.class, ConfigText.NONE, List.of()).value())
                .isEqualTo(Http.DEFAULTS);
    }

    @Test
    void reportsAllProblemsAtOnceWithLineValueAndWhatIsAllowed() {
        List<String> problems = problems("""
                http:
                  prot: 9000
                  idle-timeout: 5x
                  max-body-size: 10MB
                mode: loose
                most: many
                rules: one.yaml
                wikis:
                  en:
                    url: no-scheme
                    paused: yes
                port: 1
                """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "atoll.yaml line 2: http.prot is not a known key; did you mean 'http.port'?",
                        "atoll.yaml line 3: http.idle-timeout is '5x': must be a duration (examples: 500ms, 5s, 10m, 7d)",
                        "atoll.yaml line 4: http.max-body-size is '10MB': must be a size (examples: 512B, 64KiB, 10MiB)",
                        "atoll.yaml line 5: mode is 'loose': must be one of 'open', 'strict-schema'",
                        "atoll.yaml line 6: most is 'many': must be a whole number",
                        "atoll.yaml line 7: rules must be a list (lines that start with '- ')",
                        "atoll.yaml line 10: wikis.en.url is 'no-scheme': must be a URL with its scheme (example: http://localhost:8080)",
                        "atoll.yaml line 11: wikis.en.paused is 'yes': must be true or false",
                        "wikis.en.weight is missing: must be a number",
                        "atoll.yaml line 12: port is not a known key; did you mean 'http.port'?");
    }

    @Test
    void aKeyThatResemblesNothingIsAnsweredWithTheKnownOnes() {
        assertThat(problems("mirror: {from: a, lanes: 1, zzzzzz: 2}"))
                .containsExactly("atoll.yaml line 1: mirror.zzzzzz is not a known key; known here: from, lanes");
    }

    @Test
    void refusesRepeatedKeysAndNamesBothLines() {
        assertThat(problems("most: 1\nhttp:\n  port: 1\nmost: 2\n"))
                .containsExactly("atoll.yaml line 4: most is given twice, first in atoll.yaml line 1: keep one");
    }

    @Test
    void reportsWhatTheRecordItselfRefuses() {
        assertThat(problems("http:\n  port: -1\nmost: x\n"))
                .containsExactly(
                        "atoll.yaml line 2: http is refused: port is '-1': must be at least 0",
                        "atoll.yaml line 3: most is 'x': must be a whole number");
    }

    @Test
    void tellsMissingKeysOfASectionWithoutDefaults() {
        assertThat(problems("mirror:\n"))
                .containsExactly(
                        "mirror.from is missing: must be text", "mirror.lanes is missing: must be a whole number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'http: [1'                  | is not YAML
                    '- a'                       | must be keys with values
                    'most'                      | must be keys with values
                    'most: [1]'                 | must be a whole number
                    'most: {a: 1}'              | must be a whole number
                    'http: 7'                   | must be a section with keys below it
                    'wikis: [a]'                | must be a section of names
                    'wikis: {en: a}'            | must be a section with keys below it
                    'most: 9223372036854775808' | must be a whole number
                    'most: 1.5'                 | must be a whole number
                    'most: 0x10'                | must be a whole number
                    'http: {port: 3000000000}'  | must be a whole number
                    'most:'                     | has no value: must be a whole number, or leave the key out for the default '7'
                    'mode: OPEN'                | must be one of
                    'data: ""'                  | must be a path
                    'a: &x 1'                   | is not a known key
                    'most: *x'                  | uses an alias
                    '? [a]'                     | has a key that is no plain text
                    """)
    void refuses(String yaml, String message) {
        assertThat(problems(yaml)).hasSize(1).first().asString().contains(message);
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problems("most: 1\n---\nmost: 2\n"))
                .hasSize(1)
                .first()
                .asString()
                .contains("second document");
    }

    @Test
    void boundsSizeAndDepth() {
        assertThat(problems("#".repeat((1 << 20) + 1))).first().asString().contains("at most 1048576");
        assertThat(problems("most: " + "[".repeat(50_000))).first().asString().contains("deeper than 20");
    }

    @Test
    void longValuesAreCutInProblems() {
        assertThat(problems("most: " + "9".repeat(5000)).getFirst()).hasSizeLessThan(300);
    }

    @Test
    void flagsWinOverTheFile() {
        Bound<Site> bound = bind(
                "http:\n  port: 1\n  listen: a\nrules: [x]\n",
                new ConfigFlag("--port", "http.port", "2"),
                new ConfigFlag("--rules", "rules", "one.yaml"),
                new ConfigFlag("--rules", "rules", "two.yaml"),
                new ConfigFlag("--mirror-from", "mirror.from", "codfw"),
                new ConfigFlag("--mirror-lanes", "mirror.lanes", "4"));

        assertThat(bound.value().http().port()).isEqualTo(2);
        assertThat(bound.value().http().listen()).isEqualTo("a");
        assertThat(bound.value().rules()).containsExactly(Path.of("one.yaml"), Path.of("two.yaml"));
        assertThat(bound.value().mirror()).isEqualTo(new Mirror("codfw", 4));
        assertThat(bound.explain("http.port").getFirst().origin()).isEqualTo("flag --port");
    }

    @Test
    void problemsOfFlagsNameTheFlag() {
        assertThat(problems(
                        "mode: open",
                        new ConfigFlag("--most", "most", "x"),
                        new ConfigFlag("--mode", "mode", "open"),
                        new ConfigFlag("--mode", "mode", "open"),
                        new ConfigFlag("--port", "http.prot", "1")))
                .containsExactlyInAnyOrder(
                        "flag --port: http.prot is not a known key; did you mean 'http.port'?",
                        "flag --mode: mode is given several times: must be one of 'open', 'strict-schema'",
                        "flag --most: most is 'x': must be a whole number");
        assertThat(problems("http: 5", new ConfigFlag("--port", "http.port", "1")))
                .containsExactly(
                        "atoll.yaml line 1: http must be a section with keys below it, as flag --port sets 'http.port'",
                        "atoll.yaml line 1: http must be a section with keys below it");
    }

    @Test
    void readsSecretsFromFiles() throws IOException {
        Files.writeString(directory.resolve("key.txt"), "top secret\n");

        @Nullable Secret key = bind("key: file:key.txt").value().key();

        assertThat(key).isEqualTo(new Secret("top secret"));
    }

    @Test
    void secretsAreShownNowhere() {
        Bound<Site> bound = bind("key: hush\nwikis: {en: {url: 'http://a', token: hush, weight: 1, paused: false}}");

        assertThat(bound.toString()).contains("***").doesNotContain("hush");
        assertThat(bound.settings().toString()).contains("***").doesNotContain("hush");
    }

    @Test
    void aSecretFileThatCannotBeReadIsNamed() {
        assertThat(problems("key: file:absent.txt"))
                .hasSize(1)
                .first()
                .asString()
                .contains("key cannot be read from '" + directory.resolve("absent.txt") + "'");
        assertThat(problems("key: ''")).first().asString().contains("key is empty");
    }

    @Test
    void explainsTypeDefaultValueOriginAndDoc() {
        Bound<Site> bound = bind("http:\n  listen: 10.0.0.1\n");

        assertThat(bound.explain("http.listen"))
                .containsExactly(new Setting(
                        "http.listen", "text", "0.0.0.0", "10.0.0.1", "atoll.yaml line 2", "where to listen"));
        assertThat(bound.explain("http"))
                .extracting(Setting::key)
                .containsExactly("http.listen", "http.port", "http.idle-timeout", "http.max-body-size");
        assertThat(bound.explain("http.idle-timeout").getFirst())
                .isEqualTo(new Setting(
                        "http.idle-timeout", "a duration (examples: 500ms, 5s, 10m, 7d)", "5s", "5s", "default", ""));
        assertThat(bound.explain("mirror")).containsExactly(new Setting("mirror", "a section", "", "", "default", ""));
    }

    @Test
    void explainSuggestsTheNearestKey() {
        assertThatThrownBy(() -> bind("").explain("http.lissten"))
                .isInstanceOf(AtollException.class)
                .hasMessage("'http.lissten' is not a configuration key; did you mean 'http.listen'?");
    }

    private Bound<Site> bind(String yaml, ConfigFlag... flags) {
        return ConfigBinder.bind(Site.class, new ConfigText("atoll.yaml", yaml, directory), List.of(flags));
    }

    private List<String> problems(String yaml, ConfigFlag... flags) {
        ConfigInvalid invalid = catchThrowableOfType(ConfigInvalid.class, () -> bind(yaml, flags));
        assertThat(invalid).as("refused: " + yaml).isNotNull();
        assertThat(invalid.kind()).isEqualTo(ErrorKind.INVALID);
        return invalid.problems().stream().map(ConfigProblem::toString).toList();
    }
}
