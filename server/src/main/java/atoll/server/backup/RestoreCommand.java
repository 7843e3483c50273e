package atoll.server.backup;

import atoll.base.json.Json;
import atoll.base.time.TimeSource;
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

/// `atoll restore`.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Brings a backup back into an empty data directory, checking every file.",
            "Jobs that were not done when it was made run again: also those that were done after it."
        },
        footer = {
            "",
            "Example: on a new machine, before the first start",
            "  atoll restore --from /backup/atoll-monday --data /var/lib/atoll",
            "",
            "Run it as the user that runs Atoll, or hand the directory over to that user afterwards."
        })
public final class RestoreCommand implements Callable<Integer> {
    @Option(names = "--from", required = true, paramLabel = "DIR", description = "a complete backup")
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private Path from;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data directory; absent or empty")
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private Path data;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    private final TimeSource time;

    public RestoreCommand(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long total = Manifest.read(from).bytes();
        Progress progress = new Progress(spec.commandLine().getErr(), "restore", total, time);
        Manifest restored = BackupFiles.restore(from, data, progress);
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("data", data.toString());
            line.put("at", restored.at());
            line.put("files", restored.files().size());
            line.put("bytes", restored.bytes());
            out.println(new String(Json.write(line), StandardCharsets.UTF_8));
        } else {
            out.println("restored " + restored.files().size() + " files of " + restored.at() + " into " + data
                    + "; the first start reads the ledger again");
        }
        out.flush();
        return 0;
    }
}
