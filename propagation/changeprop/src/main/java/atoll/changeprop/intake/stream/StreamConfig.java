package atoll.changeprop.intake.stream;

import atoll.log.TopicSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is configured for a stream, or for all streams whose names match a regular expression.
///
/// @param name the stream's name, or `/regex/`, which is searched for in the name
/// @param schemaTitle the title the schema of every event must have; null allows any
/// @param topic how the stream's topic is created
/// @param settings the settings as written, for [StreamCatalog#settings]
public record StreamConfig(
        String name,
        @Nullable String schemaTitle,
        TopicSpec topic,
        OnInvalid onInvalid,
        EventClass eventClass,
        Map<String, Object> settings) {
    /// One partition, seven days.
    public static final TopicSpec DEFAULT_TOPIC = new TopicSpec(1, Duration.ofDays(7), 0);

    public StreamConfig {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /// What holds for a stream nothing is configured for.
    static StreamConfig builtIn(String stream) {
        EventClass eventClass = EventClass.ofStream(stream);
        return new StreamConfig(
                stream, builtInTitle(eventClass), DEFAULT_TOPIC, onInvalid(eventClass), eventClass, Map.of());
    }

    static OnInvalid onInvalid(EventClass eventClass) {
        return eventClass == EventClass.ORDINARY ? OnInvalid.ANSWER : OnInvalid.DEAD_LETTER;
    }

    private static @Nullable String builtInTitle(EventClass eventClass) {
        return switch (eventClass) {
            case JOB -> "mediawiki/job";
            case PURGE -> "resource_change";
            case ORDINARY -> null;
        };
    }

    boolean isPattern() {
        return name.length() > 2 && name.startsWith("/") && name.endsWith("/");
    }

    String patternText() {
        return name.substring(1, name.length() - 1);
    }
}
