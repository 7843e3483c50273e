package atoll.server.backup;

import atoll.base.file.RealDisk;
import atoll.base.json.Json;
import atoll.log.embedded.LogCheck;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `atoll log check`.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reads every record of a data directory that is not in use, and names what is damaged.",
        footer = {
            "",
            "Example: after a disk failed, with Atoll stopped",
            "  atoll log check --data /var/lib/atoll",
            "",
            "Exit code 2 if something is damaged. Nothing is changed."
        })
public final class LogCheckCommand implements Callable<Integer> {
    private static final int DAMAGED = 2;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data directory")
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private Path data;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        LogCheck.Report report = LogCheck.run(data.resolve("log"), new RealDisk());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("files", report.files());
            line.put("records", report.records());
            line.put("groups", report.groups());
            line.put("problems", report.problems());
            line.put("notes", report.notes());
            out.println(new String(Json.write(line), StandardCharsets.UTF_8));
        } else {
            report.problems().forEach(problem -> out.println("damaged: " + problem));
            report.notes().forEach(note -> out.println("note: " + note));
            out.println("read " + report.files() + " files, " + report.records() + " records and " + report.groups()
                    + " groups of the journal: "
                    + (report.problems().isEmpty()
                            ? "no damage"
                            : report.problems().size() + " damaged"));
        }
        out.flush();
        return report.problems().isEmpty() ? 0 : DAMAGED;
    }
}
