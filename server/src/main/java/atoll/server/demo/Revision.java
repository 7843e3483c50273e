package atoll.server.demo;

import java.time.Instant;

/// One version of a page.
///
/// @param parent the version before; 0 for the first
/// @param parentLength characters of the version before
record Revision(
        int pageId,
        Title title,
        String text,
        long id,
        long parent,
        int parentLength,
        Instant at,
        String user,
        String comment) {
    boolean isNew() {
        return parent == 0;
    }
}
