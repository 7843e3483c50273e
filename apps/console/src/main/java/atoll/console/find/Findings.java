package atoll.console.find;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a search found.
///
/// @param problem why nothing could be found; empty if that is not so
/// @param next where the search goes on; empty at the end
public record Findings(Asked asked, List<Event> events, String next, String problem) {
    private static final List<Way> WAYS = List.of(
            new Way("", "anything"),
            new Way("request", "request id"),
            new Way("title", "page title"),
            new Way("wiki", "wiki"),
            new Way("job", "job id"),
            new Way("sha1", "sha1"),
            new Way("root", "root job"));

    /// What was asked.
    public record Asked(String text, String by) {
        static final Asked NOTHING = new Asked("", "");
    }

    /// What a search can go by.
    public record Way(String name, String label) {}

    /// An event with how many of its deliveries are in each state.
    public record Event(
            String id,
            String requestId,
            String stream,
            String wiki,
            String title,
            @Nullable Instant at,
            States states) {
        static Event of(Tree tree) {
            return new Event(
                    tree.text("event_id"),
                    tree.text("request_id"),
                    tree.text("stream"),
                    tree.text("wiki"),
                    tree.text("title"),
                    tree.time("dt"),
                    new States(tree.members("states").entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    entry -> Math.round(entry.getValue().decimal())))));
        }

        public String treePath() {
            return requestId.isEmpty()
                    ? AdminClient.path("/console/find/tree", Map.of("event", id))
                    : AdminClient.path("/console/find/tree", Map.of("request", requestId));
        }
    }

    /// How many deliveries are in which state.
    public record States(Map<String, Long> counts) {
        /// `2 done, 1 dead`
        public String words() {
            return counts.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .collect(Collectors.joining(", "));
        }

        public boolean hasDead() {
            return Objects.requireNonNullElse(counts.get("dead"), 0L) > 0;
        }
    }

    static Findings of(Asked asked, Tree tree) {
        String by = tree.text("by");
        return new Findings(
                by.isEmpty() ? asked : new Asked(asked.text, by),
                tree.list("found").stream().map(Event::of).toList(),
                tree.text("next"),
                "");
    }

    static Findings none(Asked asked, String problem) {
        return new Findings(asked, List.of(), "", problem);
    }

    public List<Way> ways() {
        return WAYS;
    }

    public boolean isAsked() {
        return !asked.text.isEmpty();
    }

    public String nextPath() {
        return AdminClient.path("/console/find", Map.of("q", asked.text, "by", asked.by, "from", next));
    }
}
