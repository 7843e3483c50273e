package atoll.server.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The sample wiki's database: pages, and the tables derived from them.
///
/// As in MediaWiki an edit brings the edited page's own rows up to date; what follows for other pages (those that use a
/// template, link to a new page) and for reports is left to jobs. One lock guards everything; nothing waits under it.
final class WikiTables {
    private final Map<Title, Revision> pages = new HashMap<>();
    private final TreeMap<Integer, Title> titles = new TreeMap<>();
    private long lastRevision;

    private final Map<Integer, Rows> rows = new HashMap<>();
    private final Map<Title, Integer> categoryCounts = new HashMap<>();
    /// Rendered pages by page id. Right only if what changes a page also removes it here.
    private final Map<Integer, String> cache = new HashMap<>();
    /// Categories of the pages' own text that watchers were told of.
    private final Map<Integer, Set<Title>> reported = new HashMap<>();

    private final Map<String, Long> edits = new HashMap<>();
    private Map<String, Long> activeUsers = new HashMap<>();

    /// A page's rows in the link tables.
    record Rows(Set<Title> links, Set<Title> templates, Set<Title> categories) {
        static final Rows NONE = new Rows(Set.of(), Set.of(), Set.of());
    }

    /// What changed among a page's rows.
    record RowChange(Revision page, Set<Title> added, Set<Title> removed) {
        boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty();
        }
    }

    /// A saved edit.
    record Saved(Revision revision, RowChange links, long userEdits) {}

    synchronized Saved save(Title title, String text, String user, String comment, Instant now) {
        Revision before = pages.get(title);
        int id = before == null ? titles.size() + 1 : before.pageId();
        Revision revision = new Revision(
                id,
                title,
                text,
                ++lastRevision,
                before == null ? 0 : before.id(),
                before == null ? 0 : before.text().length(),
                now,
                user,
                comment);
        pages.put(title, revision);
        titles.put(id, title);
        RowChange links = refresh(revision);
        long count = edits.merge(user, 1L, Long::sum);
        return new Saved(revision, links, count - 1);
    }

    /// A page that was there before the first edit: nobody has to be told.
    synchronized void load(Title title, String text, Instant now) {
        Saved saved = save(title, text, "Importer", "import", now);
        var _ = report(saved.revision().pageId());
        countActiveUsers();
    }

    synchronized @Nullable Revision page(Title title) {
        return pages.get(title);
    }

    synchronized List<Title> titles() {
        return List.copyOf(titles.values());
    }

    synchronized int size() {
        return pages.size();
    }

    /// Shows a page to a reader: the cached rendering, or a new one that is cached.
    synchronized void view(Title title) {
        Revision page = pages.get(title);
        if (page != null) {
            cache.computeIfAbsent(page.pageId(), _ -> rendering(page));
        }
    }

    // ---- what jobs do ----------------------------------------------------------------------------------------------

    /// Brings a page's rows up to date; null if there is no such page.
    synchronized @Nullable RowChange refresh(int pageId) {
        Title title = titles.get(pageId);
        Revision page = title == null ? null : pages.get(title);
        return page == null ? null : refresh(page);
    }

    private RowChange refresh(Revision page) {
        Rows before = rows.getOrDefault(page.pageId(), Rows.NONE);
        Rows now = expected(page);
        rows.put(page.pageId(), now);
        without(before.categories, now.categories).forEach(gone -> categoryCounts.merge(gone, -1, Integer::sum));
        without(now.categories, before.categories).forEach(come -> categoryCounts.merge(come, 1, Integer::sum));
        cache.remove(page.pageId());
        return new RowChange(page, without(now.links, before.links), without(before.links, now.links));
    }

    synchronized void forgetRendering(int pageId) {
        cache.remove(pageId);
    }

    /// Tells watchers in which categories a page is since the last time; null if there is no such page.
    synchronized @Nullable RowChange report(int pageId) {
        Title title = titles.get(pageId);
        Revision page = title == null ? null : pages.get(title);
        if (page == null) {
            return null;
        }
        Set<Title> now = Wikitext.of(page.text()).categories();
        Set<Title> before = reported.getOrDefault(pageId, Set.of());
        reported.put(pageId, now);
        return new RowChange(page, without(now, before), without(before, now));
    }

    synchronized void countActiveUsers() {
        activeUsers = new HashMap<>(edits);
    }

    /// Pages that use a template, or link to a page, in order of their ids.
    ///
    /// @param afterPageId begin behind this one
    synchronized List<Revision> backlinks(String table, Title to, int afterPageId, int limit) {
        List<Revision> found = new ArrayList<>();
        for (Map.Entry<Integer, Title> page : titles.tailMap(afterPageId, false).entrySet()) {
            Rows of = rows.getOrDefault(page.getKey(), Rows.NONE);
            if ((table.equals("templatelinks") ? of.templates : of.links).contains(to)) {
                Revision revision = pages.get(page.getValue());
                if (revision != null) {
                    found.add(revision);
                }
            }
            if (found.size() == limit) {
                break;
            }
        }
        return found;
    }

    // ---- what should be --------------------------------------------------------------------------------------------

    /// How many rows of each derived table are not what the pages' texts say.
    record Wrong(int links, int categoryCounts, int cachedPages, int reports, int activeUsers) {
        boolean isNothing() {
            return links == 0 && categoryCounts == 0 && cachedPages == 0 && reports == 0 && activeUsers == 0;
        }
    }

    synchronized Wrong compare() {
        int links = 0;
        int stale = 0;
        int reports = 0;
        Map<Title, Integer> counts = new HashMap<>();
        for (Revision page : pages.values()) {
            int id = page.pageId();
            Rows expected = expected(page);
            links += expected.equals(rows.get(id)) ? 0 : 1;
            expected.categories.forEach(category -> counts.merge(category, 1, Integer::sum));
            String cached = cache.get(id);
            stale += cached == null || cached.equals(rendering(page)) ? 0 : 1;
            reports += Wikitext.of(page.text()).categories().equals(reported.get(id)) ? 0 : 1;
        }
        Set<Title> categories = new TreeSet<>(counts.keySet());
        categories.addAll(categoryCounts.keySet());
        int wrongCounts = (int) categories.stream()
                .filter(category -> !counts.getOrDefault(category, 0).equals(categoryCounts.getOrDefault(category, 0)))
                .count();
        int users = (int) edits.entrySet().stream()
                .filter(user -> !user.getValue().equals(activeUsers.get(user.getKey())))
                .count();
        return new Wrong(links, wrongCounts, stale, reports, users);
    }

    private Rows expected(Revision page) {
        Wikitext own = Wikitext.of(page.text());
        Set<Title> links = new TreeSet<>(own.links());
        Set<Title> categories = new TreeSet<>(own.categories());
        for (Title template : own.templates()) {
            Revision used = pages.get(template);
            if (used != null) {
                Wikitext more = Wikitext.of(used.text());
                links.addAll(more.links());
                categories.addAll(more.categories());
            }
        }
        return new Rows(links, own.templates(), categories);
    }

    /// Stands for the HTML: changes when the HTML would, also when a link's target comes into being.
    private String rendering(Revision page) {
        StringBuilder html = new StringBuilder().append(page.id());
        Rows refersTo = expected(page);
        for (Title template : refersTo.templates) {
            Revision used = pages.get(template);
            html.append(' ').append(used == null ? 0 : used.id());
        }
        for (Title link : refersTo.links) {
            html.append(pages.containsKey(link) ? " blue" : " red");
        }
        return html.toString();
    }

    private static Set<Title> without(Set<Title> all, Set<Title> these) {
        Set<Title> rest = new TreeSet<>(all);
        rest.removeAll(these);
        return rest;
    }
}
