package atoll.changeprop.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.Result;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.changeprop.rule.template.EventView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InvocationTest {

    private static Result read(String exec, Grants grants) {
        return RuleFiles.read(List.of(new RuleFile("f", "r: {topic: t, exec: " + exec + "}")), grants);
    }

    private static String problems(String exec, Grants grants) {
        return read(exec, grants) instanceof Result.Refused(var problems) ? problems.toString() : "";
    }

    private static List<String> command(String words, String event) {
        Result.Loaded loaded = (Result.Loaded) read("{process: [/bin/x, " + words + "]}", Grants.ANY);
        Exec exec = loaded.rules().rules().getFirst().cases().getFirst().exec().getFirst();
        return Invocation.of((Exec.Program) exec, new EventView(event.getBytes(UTF_8), "e", Instant.EPOCH))
                .command();
    }

    @Test
    void argumentsAreWholeWhateverTheyContain() {
        assertThat(command("'{{message.t}}', -v, 5", "{\"t\":\"a 'b' $(c); \\n*\"}"))
                .containsExactly("/bin/x", "a 'b' $(c); \n*", "-v", "5");
    }

    @Test
    void anArgumentWithoutAValueKeepsItsPlace() {
        assertThat(command("'{{message.absent}}', b", "{}")).containsExactly("/bin/x", "", "b");
    }

    @Test
    void anArgumentOutOfTheEventIsNoOptionByAccident() {
        String event = "{\"t\":\"-rf\"}";
        assertThatThrownBy(() -> command("'{{message.t}}'", event))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("argument 1 is '-rf'");
        assertThatThrownBy(() -> command("'{message.t}'", event)).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> command("'{{message.t}}', --", event)).isInstanceOf(AtollException.class);
        assertThat(command("--, '{{message.t}}'", event)).endsWith("--", "-rf");
        assertThat(command("'--title={{message.t}}'", event)).endsWith("--title=-rf");
    }

    @Test
    void whatNoProgramCanBeGivenIsRefused() {
        assertThatThrownBy(() -> command("'{{message.t}}'", "{\"t\":\"a\\u0000b\"}"))
                .hasMessageContaining("null character");
        assertThatThrownBy(() -> command("'{{message.t}}'", "{\"t\":\"" + "a".repeat(70_000) + "\"}"))
                .hasMessageContaining("standard input");
    }

    @Test
    void theProgramIsFixedAndAllowedByTheOperator() {
        Grants php = Grants.of(List.of("/usr/bin/php  /srv/run.php"), Set.of());
        assertThat(problems("{process: [/usr/bin/php, /srv/run.php, '{{message.w}}']}", php))
                .isEmpty();
        assertThat(problems("{process: [/usr/bin/php, /srv/other.php]}", php))
                .contains("may not be started", "jobs.programs");
        assertThat(problems("{process: [/usr/bin/php]}", php)).contains("may not be started");
        assertThat(problems("{process: [/usr/bin/php, '{{message.script}}']}", php))
                .contains("may not be started");
        assertThat(problems("{process: [/usr/bin/php]}", Grants.NOTHING)).contains("may not be started");
        assertThat(problems("{process: ['{{message.p}}']}", Grants.ANY)).contains("absolute path");
        assertThat(problems("{process: [php]}", Grants.ANY)).contains("absolute path");
    }

    @Test
    void wrongKeysAndValuesAreNamed() {
        assertThat(problems("{process: /bin/x}", Grants.ANY)).contains("must be a list of a program and its arguments");
        assertThat(problems(
                        "{process: [/bin/x], memry: 1MiB, output: much, directory: tmp, env: {A=B: x}, retry_on: [256]}",
                        Grants.ANY))
                .contains(
                        "did you mean 'memory'?", "is not a size", "absolute path", "environment variable", "1 to 255");
    }

    @Test
    void anUnknownHandlerIsAProblem() {
        Grants grants = Grants.of(List.of(), Set.of("thumbs"));
        assertThat(problems("{handler: thumbs}", grants)).isEmpty();
        assertThat(problems("{handler: thumb}", grants)).contains("'thumb'", "there are thumbs");
        assertThat(problems("{handler: thumbs}", Grants.NOTHING)).contains("no handler is registered");
        assertThat(problems("{handler: 5, uri: x}", Grants.ANY))
                .contains("must be the name of a handler", "unknown key");
    }

    @Test
    void whatIsStartedIsPartOfTheRuleSetsHash() {
        assertThat(hash("{process: [/bin/x, a, b]}"))
                .isEqualTo(hash("{process: [/bin/x, a, b]}"))
                .isNotEqualTo(hash("{process: [/bin/x, a b]}"))
                .isNotEqualTo(hash("{process: [/bin/x, a, b], memory: 64MiB}"))
                .isNotEqualTo(hash("{process: [/bin/x, a, b], env: {A: b}}"));
        assertThat(hash("{handler: a}")).isNotEqualTo(hash("{handler: b}"));
    }

    private static String hash(String exec) {
        return ((Result.Loaded) read(exec, Grants.ANY)).rules().hash();
    }
}
