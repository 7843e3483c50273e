package atoll.server.find;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What led to what among the events of one request, as far as they say it themselves:
///
/// - the last link of an event's `triggered_by` names the stream and the address of the event before it;
/// - a job with a root signature descends from the first job of that signature;
/// - any other job was caused by the edit, so it stands under the first page event with its title, or of the request.
///
/// Everything else stands at the top. Every level is in the order of time. Not thread-safe; used once.
final class EventTree {
    /// Chains are not drawn deeper than this: what would stand below stands beside.
    private static final int DEEPEST = 40;

    private static final String JOBS = "mediawiki.job.";
    private static final String PAGE_EVENTS = "mediawiki.";

    private final List<Node> top = new ArrayList<>();
    private final Map<String, Node> byLink = new HashMap<>();
    private final Map<String, Node> rootJobs = new HashMap<>();
    private final Map<String, Node> pageEvents = new HashMap<>();
    private @Nullable Node edit;

    private EventTree() {}

    /// An event and what it led to.
    static final class Node {
        final Finder.Found found;
        final List<Node> children = new ArrayList<>();
        private final @Nullable Node parent;
        private final int depth;

        private Node(Finder.Found found, @Nullable Node parent) {
            this.found = found;
            this.parent = parent;
            this.depth = parent == null ? 0 : parent.depth + 1;
        }
    }

    static List<Node> of(List<Finder.Found> events) {
        EventTree tree = new EventTree();
        events.stream()
                .sorted(Comparator.comparing(Finder.Found::stored)
                        .thenComparing(EventTree::isJob)
                        .thenComparing(event -> event.place().partition().toString())
                        .thenComparingLong(event -> event.place().offset()))
                .forEach(tree::add);
        return tree.top;
    }

    private void add(Finder.Found event) {
        Node cause = cause(event);
        Node parent = cause != null && cause.depth >= DEEPEST ? cause.parent : cause;
        Node node = new Node(event, parent);
        if (parent == null) {
            top.add(node);
        } else {
            parent.children.add(node);
        }
        remember(node);
    }

    /// Only events before it are known, so nothing leads to itself.
    private @Nullable Node cause(Finder.Found found) {
        EventSummary event = found.event();
        String link = event.triggeredBy();
        if (link != null && byLink.containsKey(link)) {
            return byLink.get(link);
        }
        if (!isJob(found)) {
            return null;
        }
        String signature = event.rootSignature();
        if (signature != null && rootJobs.containsKey(signature)) {
            return rootJobs.get(signature);
        }
        String title = event.title();
        Node ofPage = title == null ? null : pageEvents.get(Titles.normalised(title));
        return ofPage == null ? edit : ofPage;
    }

    private void remember(Node node) {
        EventSummary event = node.found.event();
        if (event.uri() != null) {
            byLink.put(node.found.stream() + ":" + event.uri(), node);
        }
        if (isJob(node.found)) {
            if (event.rootSignature() != null) {
                rootJobs.putIfAbsent(event.rootSignature(), node);
            }
        } else if (node.found.stream().startsWith(PAGE_EVENTS)) {
            if (edit == null) {
                edit = node;
            }
            if (event.title() != null) {
                pageEvents.putIfAbsent(Titles.normalised(event.title()), node);
            }
        }
    }

    private static boolean isJob(Finder.Found event) {
        return event.stream().startsWith(JOBS);
    }
}
