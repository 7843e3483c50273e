package atoll.server.rules;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.file.KnownStreams;
import atoll.changeprop.rule.file.Problem;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `atoll rules check`.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Says everything that is wrong with rule files, at once: unknown keys, expressions that cannot be searched"
                    + " in linear time, cases that are never reached, streams that nobody writes, captures that no match"
                    + " makes.",
            "Needs no server. Exits with 0 if all is well, with 1 if not."
        },
        footer = {"", "Example:", "  atoll rules check /etc/changeprop/config.yaml --stream '/^myapp\\./'"})
public final class RulesCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "rule files, or whole configurations (YAML)")
    private List<Path> files = List.of();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "a stream of your own, by name or /expression/; may be repeated")
    private List<String> streams = new ArrayList<>();

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        KnownStreams known;
        try {
            known = new KnownStreams(streams);
        } catch (IllegalArgumentException e) {
            throw new AtollException(ErrorKind.INVALID, "--stream: " + e.getMessage(), e);
        }
        Checked checked = check(known);
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(asJson(checked));
        } else {
            print(checked, out);
        }
        out.flush();
        return checked.problems.isEmpty() ? 0 : 1;
    }

    private record Checked(List<Problem> problems, List<Problem> notes, int rules, String hash) {}

    private Checked check(KnownStreams known) {
        RuleFiles.Inspection found = RuleFiles.inspect(FileText.rules(files), Grants.ANY, known);
        List<Problem> problems = found.all();
        boolean isUsable = problems.isEmpty();
        return new Checked(
                problems,
                found.notes(),
                isUsable ? found.rules().rules().size() : 0,
                isUsable ? found.rules().hash() : "");
    }

    private static void print(Checked checked, PrintWriter out) {
        checked.notes.forEach(note -> out.println("note: " + Plain.text(note.toString())));
        checked.problems.forEach(problem -> out.println(Plain.text(problem.toString())));
        int count = checked.problems.size();
        out.println(
                count == 0
                        ? checked.rules + " rules, no problems (rule set " + checked.hash + ")"
                        : count + (count == 1 ? " problem" : " problems"));
    }

    private static String asJson(Checked checked) {
        ObjectNode answer = new JsonMapper().createObjectNode();
        answer.put("ok", checked.problems.isEmpty());
        answer.put("rules", checked.rules);
        answer.put("hash", checked.hash);
        put(answer.putArray("problems"), checked.problems);
        put(answer.putArray("notes"), checked.notes);
        return answer.toString();
    }

    private static void put(ArrayNode to, List<Problem> problems) {
        problems.forEach(problem -> to.addObject()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("rule", problem.rule())
                .put("key", problem.key())
                .put("value", problem.value())
                .put("message", problem.allowed()));
    }
}
