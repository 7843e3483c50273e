package atoll.changeprop.intake.stream;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.log.TopicSpec;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads stream configuration: a YAML map `streams` from names or `/regex/` to settings.
///
/// ```yaml
/// streams:
///   /^mediawiki\.job\./: { schema_title: mediawiki/job, retention: 14d }
///   page-views: { schema_title: analytics/view, partitions: 4, retention-bytes: 1073741824, on-invalid: answer }
/// ```
///
/// Settings that only other tools read (`destination_event_service` and the like) are kept and shown. All problems are
/// reported at once, one a line.
public final class StreamConfigLoader {
    static final String CLASS = "class";
    static final String ON_INVALID = "on-invalid";
    private static final String SCHEMA_TITLE = "schema_title";
    private static final Set<String> OURS =
            new TreeSet<>(Set.of(SCHEMA_TITLE, "partitions", "retention", "retention-bytes", ON_INVALID, CLASS));
    private static final Set<String> OF_OTHERS = Set.of(
            "stream",
            "topics",
            "topic_prefixes",
            "destination_event_service",
            "canary_events_enabled",
            "message_key_fields",
            "sample",
            "producers",
            "consumers");
    private static final int MAX_PARTITIONS = 1_000;
    private static final int MAX_STREAMS = 5_000;

    private final String source;
    private final List<String> problems = new ArrayList<>();

    private StreamConfigLoader(String source) {
        this.source = source;
    }

    /// Reads the text of a configuration file.
    ///
    /// @param source what to call the text in messages
    /// @throws AtollException INVALID with all problems
    public static StreamCatalog load(String source, String yaml) {
        StreamConfigLoader loader = new StreamConfigLoader(source);
        List<StreamConfig> streams = loader.read(yaml);
        if (!loader.problems.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, String.join("\n", loader.problems));
        }
        return new StreamCatalog(streams);
    }

    private List<StreamConfig> read(String yaml) {
        Object document;
        try {
            document = new Load(LoadSettings.builder().setLabel(source).build()).loadFromString(yaml);
        } catch (YamlEngineException e) {
            problems.add(source + " is not YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return List.of();
        }
        if (!(document instanceof Map<?, ?> root) || !(root.get("streams") instanceof Map<?, ?> entries)) {
            problems.add(source + " has no map 'streams' (example: 'streams: {page-views: {schema_title: views}}')");
            return List.of();
        }
        root.keySet().stream()
                .filter(key -> !"streams".equals(key))
                .forEach(key -> problems.add(source + ": unknown key '" + key + "' (allowed: 'streams')"));
        if (entries.size() > MAX_STREAMS) {
            problems.add(source + ": " + entries.size() + " streams are configured (at most " + MAX_STREAMS
                    + "); use regular expressions");
            return List.of();
        }
        List<StreamConfig> streams = new ArrayList<>();
        entries.forEach((name, settings) -> streams.add(stream(String.valueOf(name), settings)));
        return streams;
    }

    private StreamConfig stream(String name, @Nullable Object value) {
        String at = "streams." + name;
        checkName(at, name);
        Map<String, Object> settings = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, setting) -> settings.put(String.valueOf(key), setting == null ? "" : setting));
        } else if (value != null) {
            problems.add(at + " is '" + value + "': must be a map of settings");
        }
        for (String key : settings.keySet()) {
            if (!OURS.contains(key) && !OF_OTHERS.contains(key)) {
                problems.add(at + ": unknown key '" + key + "' (allowed: " + String.join(", ", OURS) + ")");
            }
        }
        Object title = settings.get(SCHEMA_TITLE);
        EventClass eventClass = oneOf(at, settings, CLASS, EventClass.values(), EventClass.ofStream(name));
        OnInvalid onInvalid = oneOf(at, settings, ON_INVALID, OnInvalid.values(), StreamConfig.onInvalid(eventClass));
        TopicSpec topic = new TopicSpec(
                (int) number(at, settings, "partitions", 1, 1, MAX_PARTITIONS),
                duration(at, settings),
                number(at, settings, "retention-bytes", 0, 0, Long.MAX_VALUE));
        return new StreamConfig(name, title == null ? null : title.toString(), topic, onInvalid, eventClass, settings);
    }

    private void checkName(String at, String name) {
        if (name.length() > 2 && name.startsWith("/") && name.endsWith("/")) {
            try {
                Pattern.compile(name.substring(1, name.length() - 1));
            } catch (PatternSyntaxException e) {
                problems.add(at + " is not a regular expression: " + e.getMessage());
            }
        } else if (!StreamCatalog.isValidName(name)) {
            problems.add(at + " is no stream name: must be 1 to 200 of A-Z a-z 0-9 . _ - or /regex/");
        }
    }

    private long number(String at, Map<String, Object> settings, String key, long otherwise, long least, long most) {
        Object value = settings.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && !(value instanceof Double)) {
            long found = number.longValue();
            if (found >= least && found <= most) {
                return found;
            }
        }
        problems.add(at + "." + key + " is '" + value + "': must be a whole number from " + least + " to " + most);
        return otherwise;
    }

    private Duration duration(String at, Map<String, Object> settings) {
        Object value = settings.get("retention");
        Duration otherwise = StreamConfig.DEFAULT_TOPIC.retentionAge();
        if (value == null) {
            return otherwise;
        }
        var parts = java.util.regex.Pattern.compile("([0-9]{1,6})(s|m|h|d)").matcher(value.toString());
        if (!parts.matches()) {
            problems.add(at + ".retention is '" + value + "': not a duration (examples: 7d, 12h, 30m)");
            return otherwise;
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private <E extends Enum<E>> E oneOf(String at, Map<String, Object> settings, String key, E[] allowed, E otherwise) {
        Object value = settings.get(key);
        if (value == null) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (E choice : allowed) {
            String name = choice.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            if (name.equals(value.toString())) {
                return choice;
            }
            names.add(name);
        }
        problems.add(at + "." + key + " is '" + value + "': must be one of " + String.join(", ", names));
        return otherwise;
    }
}
