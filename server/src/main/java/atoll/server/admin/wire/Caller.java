package atoll.server.admin.wire;

import atoll.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Who makes a request, for timelines and the audit: whoever may use the admin API may say for whom.
public final class Caller {
    /// The user a console or proxy in front of the admin API has let in.
    public static final String HEADER = "Atoll-User";

    private static final int LONGEST = 100;
    private static final String NOBODY = "local";

    private Caller() {}

    /// @param given what the request's body says, if it does; the header goes first
    public static String name(HttpRequest request, @Nullable String given) {
        String header = request.headers().first(HEADER);
        String name = Text.oneLine(header == null || header.isBlank() ? orEmpty(given) : header, LONGEST);
        return name.isEmpty() ? NOBODY : name;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
