package atoll.changeprop.intake;

import atoll.changeprop.intake.stream.StreamCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The JSON pages an intake serves beside events.
public final class IntakePages {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_NAMES = 1_000;

    private final StreamCatalog streams;
    private final String datacenter;
    private final String version;

    public IntakePages(StreamCatalog streams, String datacenter, String version) {
        this.streams = streams;
        this.datacenter = datacenter;
        this.version = version;
    }

    /// `GET /_info`.
    public byte[] info() {
        Map<String, String> info = new LinkedHashMap<>();
        info.put("name", "atoll");
        info.put("version", version);
        info.put("datacenter", datacenter);
        return JSON.writeValueAsBytes(info);
    }

    /// `GET /v1/stream-configs`: the settings of all configured streams by name.
    public byte[] streamConfigs() {
        return JSON.writeValueAsBytes(streams.settings());
    }

    /// `GET /v1/stream-configs/a,b`: the settings of these streams; empty (404) if none of them is configured.
    public Optional<byte[]> streamConfigs(String names) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        String[] wanted = names.split("[,|]", MAX_NAMES + 1);
        for (int i = 0; i < wanted.length && i < MAX_NAMES; i++) {
            String name = wanted[i];
            streams.settings(name).ifPresent(settings -> found.put(name, settings));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(JSON.writeValueAsBytes(found));
    }
}
