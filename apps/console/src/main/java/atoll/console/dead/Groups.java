package atoll.console.dead;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Dead letters that died of the same cause.
///
/// @param total of all groups
/// @param type the only one shown; empty for all
public record Groups(long total, String type, List<Group> groups) {

    public record Group(
            String key, String cause, String type, long wikis, long count, Span span, List<String> samples) {
        static Group of(Tree tree) {
            return new Group(
                    tree.text("key"),
                    tree.text("cause"),
                    tree.text("type"),
                    tree.whole("wiki_count"),
                    tree.whole("count"),
                    new Span(tree.time("first"), tree.time("last")),
                    tree.texts("sample_ids"));
        }

        public String path() {
            return AdminClient.path("/console/dead/group", Map.of("key", key));
        }
    }

    /// When the oldest and the newest died.
    public record Span(@Nullable Instant first, @Nullable Instant last) {}

    static Groups of(Tree tree, String type) {
        List<Group> groups = tree.list("groups").stream()
                .map(Group::of)
                .filter(group -> type.isEmpty() || group.type.equals(type))
                .toList();
        return new Groups(tree.whole("total"), type, groups);
    }

    /// How many dead letters the page is about.
    public long shown() {
        return type.isEmpty() ? total : groups.stream().mapToLong(Group::count).sum();
    }

    @Nullable
    Group withKey(String key) {
        return groups.stream()
                .filter(group -> group.key.equals(key))
                .findFirst()
                .orElse(null);
    }
}
