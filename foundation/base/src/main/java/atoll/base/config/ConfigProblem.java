package atoll.base.config;

/// One thing that is wrong in the configuration.
///
/// @param where file and line, or the flag; empty if the key is missing everywhere
/// @param key the full key, for example `edge.sticky.ttl`; empty if the text as a whole is wrong
/// @param message what is wrong and what is allowed
public record ConfigProblem(String where, String key, String message) {

    @Override
    public String toString() {
        return (where.isEmpty() ? "" : where + ": ") + (key.isEmpty() ? "" : key + " ") + message;
    }
}
