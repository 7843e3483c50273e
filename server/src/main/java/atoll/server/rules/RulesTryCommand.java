package atoll.server.rules;

import atoll.base.time.TimeSource;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.Trial;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.template.EventView;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `atoll rules try`.
@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which rule would do what with events, without doing it: case, method, address, headers and body of each"
                    + " request, and by which keys the event would be held for a duplicate.",
            "Needs no server."
        },
        footer = {"", "Example:", "  atoll rules try rules.yaml --events events.jsonl"})
public final class RulesTryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "rule files, or whole configurations (YAML)")
    private List<Path> files = List.of();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description =
                    "one event, array of events or recorded request (with 'body') a line; - reads the standard input")
    private String events = "";

    @Option(names = "--json", description = "print one JSON value for each event instead of text")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final InputStream in;
    private final TimeSource time;

    public RulesTryCommand(InputStream in, TimeSource time) {
        this.in = in;
        this.time = time;
    }

    @Override
    public Integer call() {
        RuleSet rules = RuleFiles.load(FileText.rules(files));
        String text = events.equals("-") ? FileText.read("-", in) : FileText.read(Path.of(events));
        List<EventLines.Line> lines = EventLines.read(events, text);
        PrintWriter out = Output.of(spec);
        for (EventLines.Line line : lines) {
            String id = line.event().path("meta").path("id").asString("-");
            List<Trial> trials = Trial.of(rules, line.stream(), new EventView(line.bytes(), id, time.instant()));
            if (json) {
                out.println(TrialText.json(line, trials));
            } else {
                TrialText.print(line, trials, out);
            }
        }
        out.flush();
        return 0;
    }
}
