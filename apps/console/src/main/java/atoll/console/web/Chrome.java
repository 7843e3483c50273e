package atoll.console.web;

import atoll.console.access.Visitor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What surrounds every page.
///
/// @param path of the page, to come back to
/// @param theme `light`, `dark`, or empty for what the system has
public record Chrome(String title, String path, String theme, Visitor visitor, Assets assets, boolean hasAccounts) {

    public static final Set<String> THEMES = Set.of("light", "dark");

    /// An entry of the navigation.
    public record Entry(String path, String label) {
        boolean isOf(String current) {
            return path.equals("/console/") ? current.equals(path) : current.startsWith(path);
        }
    }

    private static final List<Entry> ENTRIES = List.of(
            new Entry("/console/", "Overview"),
            new Entry("/console/find", "Find"),
            new Entry("/console/dead", "Dead letters"),
            new Entry("/console/rules", "Rules"),
            new Entry("/console/log", "Log"),
            new Entry("/console/audit", "Audit"));

    public List<Entry> entries() {
        return ENTRIES;
    }

    /// For `aria-current`; null leaves the attribute out.
    public @Nullable String current(Entry entry) {
        return entry.isOf(path) ? "page" : null;
    }

    /// What the switch sets.
    public String otherTheme() {
        return theme.equals("dark") ? "light" : "dark";
    }

    public String asset(String name) {
        return assets.url(name);
    }
}
