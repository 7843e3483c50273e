package atoll.server.admin.backups;

import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.log.embedded.LogSnapshot;
import atoll.server.admin.wire.AdminJson;
import atoll.server.admin.wire.AdminRoutes;
import atoll.server.admin.wire.Parameters;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Begins a backup, hands out its files piece by piece, ends it.
public final class BackupsResource implements AdminRoutes.Feature {
    private static final int LARGEST_PIECE = 8 << 20;

    private final Backups backups;

    public BackupsResource(Backups backups) {
        this.backups = backups;
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.post("/v1/admin/backups", this::begin);
        routes.get("/v1/admin/backups/{id}/file", this::piece);
        routes.post("/v1/admin/backups/{id}/end", this::end);
    }

    private HttpResponse begin(HttpRequest request) {
        Parameters.ofBody(request, Set.of());
        Backups.Backup backup = backups.begin();
        ObjectNode answer = AdminJson.object();
        answer.put("id", backup.id);
        answer.put("version", backups.version());
        answer.put("at", AdminJson.time(backup.at));
        ArrayNode files = answer.putArray("files");
        long bytes = 0;
        for (LogSnapshot.FileSize file : backup.snapshot.files()) {
            files.addObject().put("name", file.name()).put("bytes", file.bytes());
            bytes += file.bytes();
        }
        answer.put("bytes", bytes);
        return AdminJson.answer(answer);
    }

    private HttpResponse piece(HttpRequest request) {
        Parameters parameters = Parameters.ofQuery(request, Set.of("name", "position", "bytes"));
        Backups.Backup backup = backups.find(request.pathParameter("id"));
        String name = parameters.text("name");
        byte[] piece = backup.snapshot.read(
                name == null ? "" : name, parameters.number("position", 0, 0, Long.MAX_VALUE), (int)
                        parameters.number("bytes", LARGEST_PIECE, 1, LARGEST_PIECE));
        return HttpResponse.bytes(200, "application/octet-stream", piece)
                .withHeader("Cache-Control", "no-store")
                .withHeader("X-Content-Type-Options", "nosniff");
    }

    private HttpResponse end(HttpRequest request) {
        Parameters.ofBody(request, Set.of());
        backups.end(request.pathParameter("id"));
        return AdminJson.answer(AdminJson.object());
    }
}
