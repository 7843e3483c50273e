package atoll.server.find;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Page titles as MediaWiki and people write them.
final class Titles {
    private static final String ARTICLE_PATH = "/wiki/";

    private Titles() {}

    /// The same for `Main Page`, `Main_Page` and `main page`.
    static String normalised(String title) {
        return title.replace('_', ' ').strip().toLowerCase(Locale.ROOT);
    }

    /// The title in the address of a page; null if there is none.
    static @Nullable String inAddress(String address) {
        int start = address.indexOf(ARTICLE_PATH);
        if (start < 0) {
            return null;
        }
        String rest = address.substring(start + ARTICLE_PATH.length()).split("[?#]", 2)[0];
        try {
            // A plus is a plus in a path.
            String title = URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
            return title.isBlank() ? null : title;
        } catch (IllegalArgumentException e) {
            return rest.isBlank() ? null : rest;
        }
    }
}
