package atoll.changeprop.links;

import atoll.changeprop.rule.LinkKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One question to a wiki's action API: the next titles that depend on a page.
///
/// @param from where the answer before this one ended; null for the first
public record LinkQuery(
        LinkKind kind, String title, @Nullable String from) {
    /// Titles asked for at once: what MediaWiki gives to everyone.
    public static final int TITLES = 500;

    /// Path and query behind the directory that `api.php` is in.
    public String path() {
        String prefix = kind.prefix();
        String path = "/api.php?action=query&format=json&formatversion=2&maxlag=5&list=" + kind.list() + "&" + prefix
                + "title=" + encoded(title) + "&" + prefix + "limit=" + TITLES;
        return from == null ? path : path + "&continue=-%7C%7C&" + prefix + "continue=" + encoded(from);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
