package atoll.base.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A value that must not be shown. It prints as `***`, so that logs, errors and `config explain` cannot leak it; only
/// [#reveal()] hands it out. In a file it is written inline or as `file:PATH`; the file's trailing line end is dropped.
public final class Secret {
    private static final String HIDDEN = "***";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /// The value itself, for the code that signs or authenticates with it.
    public String reveal() {
        return value;
    }

    /// Compares in a time that does not depend on the content.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(value), bytes(secret.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return HIDDEN;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
