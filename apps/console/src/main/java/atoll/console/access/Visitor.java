package atoll.console.access;

import org.jspecify.annotations.Nullable;

/// Who sent a request.
///
/// @param user null for somebody unknown
/// @param browser what ties this browser's requests together: its session, or a cookie that says nothing else
/// @param isNew the browser has no such cookie yet
/// @param mayRead may see the pages
/// @param csrf what a form must carry to be taken for this visitor's own
/// @param bySession logged in here, so that logging out has a meaning
public record Visitor(
        @Nullable String user, String browser, boolean isNew, boolean mayRead, String csrf, boolean bySession) {

    /// Everyone who has a name may change what the admin API lets them.
    public boolean mayChange() {
        return user != null;
    }
}
