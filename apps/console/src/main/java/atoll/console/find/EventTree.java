package atoll.console.find;

import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything one request caused, as a tree in the order of time.
///
/// @param leftOut events that are too many to be shown
public record EventTree(String requestId, List<Event> roots, long leftOut) {
    private static final int DEEPEST = 50;
    private static final int MOST_EVENTS = 2_000;

    /// @param after since the first event of the tree, in words
    public record Event(
            String id,
            String stream,
            String wiki,
            String title,
            String at,
            String after,
            List<Delivery> deliveries,
            List<Event> children) {}

    /// One delivery of an event with what happened to it.
    public record Delivery(String id, String rule, String state, String lasted, List<Moment> moments) {
        /// For the style sheet.
        public String mark() {
            return switch (state) {
                case "done" -> "good";
                case "dead", "abandoned", "dropped" -> "bad";
                case "duplicate", "superseded", "ignored" -> "plain";
                default -> "";
            };
        }
    }

    /// @param status of HTTP; empty if there is none
    public record Moment(String at, String after, String what, String status, String detail) {}

    static EventTree of(Tree tree) {
        List<Tree> roots = tree.list("root");
        Reader reader =
                new Reader(roots.isEmpty() ? null : roots.getFirst().at("event").time("dt"));
        return new EventTree(tree.text("request_id"), reader.events(roots, 0), tree.whole("left_out") + reader.dropped);
    }

    public boolean isEmpty() {
        return roots.isEmpty();
    }

    /// Reads at most so many events, and no deeper than a page can show.
    private static final class Reader {
        private final @Nullable Instant start;
        private int read;
        private long dropped;

        Reader(@Nullable Instant start) {
            this.start = start;
        }

        List<Event> events(List<Tree> trees, int depth) {
            List<Event> events = new ArrayList<>();
            for (Tree tree : trees) {
                if (depth >= DEEPEST || read >= MOST_EVENTS) {
                    dropped++;
                } else {
                    read++;
                    events.add(event(tree, depth));
                }
            }
            return events;
        }

        private Event event(Tree tree, int depth) {
            Tree event = tree.at("event");
            Instant at = event.time("dt");
            return new Event(
                    event.text("event_id"),
                    event.text("stream"),
                    event.text("wiki"),
                    event.text("title"),
                    Figures.dayAndTime(at),
                    after(start, at),
                    tree.list("deliveries").stream().map(this::delivery).toList(),
                    events(tree.list("children"), depth + 1));
        }

        private Delivery delivery(Tree tree) {
            List<Tree> timeline = tree.list("timeline").isEmpty() ? tree.list("moments") : tree.list("timeline");
            List<Moment> moments = new ArrayList<>();
            Instant before = null;
            for (Tree moment : timeline) {
                Instant at = moment.time("at");
                moments.add(new Moment(
                        Figures.time(at),
                        after(before, at),
                        moment.text("what"),
                        moment.text("status"),
                        moment.text("detail")));
                before = at;
            }
            Instant first = timeline.isEmpty() ? null : timeline.getFirst().time("at");
            return new Delivery(tree.text("id"), tree.text("rule"), tree.text("state"), after(first, before), moments);
        }

        /// `+25 ms`; empty without two times.
        private static String after(@Nullable Instant from, @Nullable Instant to) {
            if (from == null || to == null) {
                return "";
            }
            double millis = Duration.between(from, to).toMillis();
            return (millis < 0 ? "−" : "+") + Figures.millis(Math.abs(millis));
        }
    }
}
