package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.json.Json;
import atoll.server.backup.BackupFiles;
import atoll.server.backup.Manifest;
import atoll.server.backup.Progress;
import atoll.server.command.text.Ages;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `atoll backup`.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Copies the data of a running Atoll into an empty directory of this machine.",
            "Everything acknowledged before it began is in it. The work goes on meanwhile."
        },
        footer = {
            "",
            "Example:",
            "  atoll backup --to /backup/atoll-monday",
            "",
            "It holds everything that is stored, job parameters and signatures included: keep it as safe as the original.",
            "'atoll restore' brings it back."
        })
final class BackupCommand extends ServerCommand {
    @Option(names = "--to", required = true, paramLabel = "DIR", description = "where to; absent or empty")
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private Path to;

    BackupCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AdminClient client, PrintWriter out) throws InterruptedException {
        BackupFiles.Writing backup = BackupFiles.into(to);
        JsonNode begun = client.post("/v1/admin/backups", Map.of()).tree();
        String id = begun.path("id").asString();
        try {
            copy(client, begun, backup);
        } catch (AtollException e) {
            endAfter(client, id, e);
            throw e;
        }
        end(client, id);
        Manifest manifest = backup.complete(
                begun.path("version").asString(""), begun.path("at").asString());
        report(manifest, out);
        return 0;
    }

    private void copy(AdminClient client, JsonNode begun, BackupFiles.Writing backup) throws InterruptedException {
        String id = begun.path("id").asString();
        Progress progress = new Progress(err(), "backup", begun.path("bytes").asLong(), context.time());
        for (JsonNode file : begun.path("files")) {
            backup.copy(
                    file.path("name").asString(),
                    file.path("bytes").asLong(),
                    (name, position) -> piece(client, id, name, position),
                    progress);
        }
    }

    private static void end(AdminClient client, String id) throws InterruptedException {
        var _ = client.post("/v1/admin/backups/" + AdminClient.encode(id) + "/end", Map.of());
    }

    /// The server gives it up by itself if this does not reach it.
    private static void endAfter(AdminClient client, String id, AtollException failure) throws InterruptedException {
        try {
            end(client, id);
        } catch (AtollException e) {
            failure.addSuppressed(e);
        }
    }

    private static byte[] piece(AdminClient client, String id, String name, long position) throws InterruptedException {
        return client.get(AdminClient.path(
                        "/v1/admin/backups/" + AdminClient.encode(id) + "/file",
                        Map.of("name", name, "position", position)))
                .bytes();
    }

    private void report(Manifest manifest, PrintWriter out) {
        long bytes = manifest.files().stream().mapToLong(Manifest.Entry::bytes).sum();
        if (options.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("directory", to.toString());
            line.put("at", manifest.at());
            line.put("files", manifest.files().size());
            line.put("bytes", bytes);
            out.println(new String(Json.write(line), StandardCharsets.UTF_8));
        } else {
            out.println("backed up " + manifest.files().size() + " files, " + Ages.size(bytes) + ", as of "
                    + manifest.at() + " into " + to);
        }
    }
}
