package atoll.changeprop.intake.schema;

import java.util.Optional;
import java.util.regex.Pattern;

/// A schema's relative URI, `/<title>/<major>.<minor>.<patch>`.
///
/// @param title the path without the version, such as `mediawiki/job`
public record SchemaUri(String title, String version, int major) {
    private static final int MAX_LENGTH = 256;
    private static final Pattern TITLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*");
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.[0-9]{1,6}\\.[0-9]{1,6}");

    /// Empty if the text is anything else: an absolute URI, no version, a path that climbs.
    public static Optional<SchemaUri> parse(String text) {
        int slash = text.lastIndexOf('/');
        if (text.length() > MAX_LENGTH || !text.startsWith("/") || slash < 2) {
            return Optional.empty();
        }
        String title = text.substring(1, slash);
        var version = VERSION.matcher(text.substring(slash + 1));
        if (!version.matches() || !TITLE.matcher(title).matches()) {
            return Optional.empty();
        }
        return Optional.of(new SchemaUri(title, version.group(), Integer.parseInt(version.group(1))));
    }

    @Override
    public String toString() {
        return "/" + title + "/" + version;
    }
}
