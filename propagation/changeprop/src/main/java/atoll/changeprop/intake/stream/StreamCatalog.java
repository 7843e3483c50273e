package atoll.changeprop.intake.stream;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The configuration of streams: an exact name wins over regular expressions, the first of which wins over the later.
/// Safe
/// for use by many threads.
public final class StreamCatalog {
    /// Nothing configured: only what is built in for jobs and purges.
    public static final StreamCatalog EMPTY = new StreamCatalog(List.of());

    private static final int MAX_NAME = 200;
    private static final int MAX_REMEMBERED = 5_000;

    /// What holds for one stream.
    ///
    /// @param declared true if the configuration names the stream or matches it
    /// @param named true if it is named exactly, so that its topic is always wanted
    public record Found(StreamConfig config, boolean declared, boolean named) {}

    private record Matching(Pattern pattern, StreamConfig config) {}

    private final Map<String, StreamConfig> exact = new LinkedHashMap<>();
    private final List<Matching> patterns = new ArrayList<>();
    private final List<StreamConfig> all;
    private final Map<String, Found> remembered = new ConcurrentHashMap<>();

    /// @throws com.google.re2j.PatternSyntaxException if a name is a broken regular expression; the loader checks them
    /// before
    public StreamCatalog(List<StreamConfig> streams) {
        this.all = List.copyOf(streams);
        for (StreamConfig stream : streams) {
            if (stream.isPattern()) {
                patterns.add(new Matching(Pattern.compile(stream.patternText()), stream));
            } else {
                exact.put(stream.name(), stream);
            }
        }
    }

    /// True if the name can be a stream's: 1 to 200 letters, digits, dots, underscores and hyphens, not only dots.
    public static boolean isValidName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!allowed && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// What holds for a stream.
    public Found find(String stream) {
        Found known = remembered.get(stream);
        if (known != null) {
            return known;
        }
        Found found = lookUp(stream);
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(stream, found);
        }
        return found;
    }

    private Found lookUp(String stream) {
        StreamConfig named = exact.get(stream);
        if (named != null) {
            return new Found(named, true, true);
        }
        for (Matching matching : patterns) {
            if (matching.pattern().matcher(stream).find()) {
                return new Found(forStream(matching.config(), stream), true, false);
            }
        }
        return new Found(StreamConfig.builtIn(stream), false, false);
    }

    /// A pattern that says nothing of class and invalid events leaves each stream the default of its name.
    private static StreamConfig forStream(StreamConfig pattern, String stream) {
        EventClass eventClass = pattern.settings().containsKey(StreamConfigLoader.CLASS)
                ? pattern.eventClass()
                : EventClass.ofStream(stream);
        OnInvalid onInvalid = pattern.settings().containsKey(StreamConfigLoader.ON_INVALID)
                ? pattern.onInvalid()
                : StreamConfig.onInvalid(eventClass);
        return new StreamConfig(
                pattern.name(), pattern.schemaTitle(), pattern.topic(), onInvalid, eventClass, pattern.settings());
    }

    /// The settings of all streams as written, by name or `/regex/`.
    public Map<String, Map<String, Object>> settings() {
        Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
        all.forEach(stream -> settings.put(stream.name(), stream.settings()));
        return settings;
    }

    /// The settings of one stream as written; empty if nothing is configured for it.
    public Optional<Map<String, Object>> settings(String stream) {
        Found found = find(stream);
        return found.declared() ? Optional.of(found.config().settings()) : Optional.empty();
    }
}
