package atoll.base.config;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A configuration in force, and where each of its values comes from.
public record Bound<R extends Record>(R value, List<Setting> settings) {
    public Bound {
        settings = List.copyOf(settings);
    }

    /// The setting of a key, or all settings of a section, in the order of the record.
    public List<Setting> explain(String key) {
        List<Setting> found = settings.stream()
                .filter(setting -> setting.key().equals(key) || setting.key().startsWith(key + "."))
                .toList();
        if (found.isEmpty()) {
            @Nullable
            String near = Nearest.of(key, settings.stream().map(Setting::key).toList());
            throw new AtollException(
                    ErrorKind.NOT_FOUND,
                    "'" + key + "' is not a configuration key"
                            + (near == null ? "" : "; did you mean '" + near + "'?"));
        }
        return found;
    }
}
