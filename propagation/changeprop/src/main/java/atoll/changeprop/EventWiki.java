package atoll.changeprop;

import org.jspecify.annotations.Nullable;

/// Which wiki an event is of. One rule for the intake, which checks tokens by it, and for admission, which chooses the
/// lane: were they two, a token of one wiki could send into the lane of another.
public final class EventWiki {
    /// Most characters of a name; a longer one counts as absent.
    public static final int LONGEST = 512;

    private EventWiki() {}

    /// The first of the fields `database`, `wiki_id` and `wiki` that holds a name; null if none does.
    public static @Nullable String id(@Nullable String database, @Nullable String wikiId, @Nullable String wiki) {
        if (isName(database)) {
            return database;
        }
        if (isName(wikiId)) {
            return wikiId;
        }
        return isName(wiki) ? wiki : null;
    }

    /// The wiki's id, else `meta.domain`, else the given text.
    public static String idOrDomain(@Nullable String id, @Nullable String domain, String otherwise) {
        if (id != null) {
            return id;
        }
        return domain != null && isName(domain) ? domain : otherwise;
    }

    private static boolean isName(@Nullable String text) {
        return text != null && !text.isEmpty() && text.length() <= LONGEST;
    }
}
