package atoll.changeprop.intake;

import atoll.changeprop.intake.stream.EventClass;
import atoll.changeprop.intake.stream.StreamCatalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The JSON pages an intake serves beside events. Streams of jobs and purges are shown also where nothing is
/// configured,
/// because rules for them are built in.
public final class IntakePages {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_NAMES = 1_000;
    private static final String JOBS = "/^mediawiki\\.job\\..+/";
    private static final String PURGES = "resource-purge";
    private static final String SERVICE = "atoll";

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

    /// `GET /v1/stream-configs`: the settings of all configured streams by name, and those built in.
    public byte[] streamConfigs() {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>(streams.settings());
        all.putIfAbsent(PURGES, builtIn(PURGES, EventClass.PURGE));
        all.putIfAbsent(JOBS, builtIn(JOBS, EventClass.JOB));
        return JSON.writeValueAsBytes(all);
    }

    /// `GET /v1/stream-configs/a,b`: the settings of these streams; empty (404) if none of them is configured or built
    /// in.
    public Optional<byte[]> streamConfigs(String names) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        String[] wanted = names.split("[,|]", MAX_NAMES + 1);
        for (int i = 0; i < wanted.length && i < MAX_NAMES; i++) {
            String name = wanted[i];
            settings(name).ifPresent(settings -> found.put(name, settings));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(JSON.writeValueAsBytes(found));
    }

    private Optional<Map<String, Object>> settings(String name) {
        Optional<Map<String, Object>> configured = streams.settings(name);
        EventClass eventClass = name.equals(JOBS) ? EventClass.JOB : EventClass.ofStream(name);
        return configured.isPresent() || eventClass == EventClass.ORDINARY
                ? configured
                : Optional.of(builtIn(name, eventClass));
    }

    /// In the words of MediaWiki's `action=streamconfigs`.
    private Map<String, Object> builtIn(String name, EventClass eventClass) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("schema_title", eventClass == EventClass.JOB ? "mediawiki/job" : "resource_change");
        settings.put("destination_event_service", SERVICE);
        settings.put("topic_prefixes", List.of(datacenter + "."));
        settings.put("stream", eventClass == EventClass.JOB ? JOBS : name);
        String topic = name.equals(JOBS) ? "/^(" + datacenter + "\\.)" + JOBS.substring(2) : datacenter + "." + name;
        settings.put("topics", List.of(topic));
        return settings;
    }
}
