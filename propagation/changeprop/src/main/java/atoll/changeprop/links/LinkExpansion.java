package atoll.changeprop.links;

import atoll.base.time.Deadline;
import atoll.changeprop.intake.EventPublisher;
import atoll.changeprop.intake.EventPublisher.Published;
import atoll.changeprop.rule.LinkKind;
import atoll.changeprop.rule.template.EventView;
import java.time.InstantSource;

/// Carries the expansion of events on by one page at a time. Safe for use by many threads.
///
/// The number of leaf events of one event is bounded: an expansion that has reached the budget stops, visibly. What a
/// page leads to becomes durable as a whole or not at all.
public final class LinkExpansion {
    /// A template on every page of a large wiki is a matter for the wiki's own jobs.
    public static final long BUDGET = 500_000;

    private final EventPublisher publisher;
    private final LinkEvents events;
    private final InstantSource time;
    private final long budget;

    /// @param service the name that the streams of these events begin with
    /// @param budget leaf events that one event may lead to
    public LinkExpansion(EventPublisher publisher, String service, InstantSource time, long budget) {
        this.publisher = publisher;
        this.events = new LinkEvents(service);
        this.time = time;
        this.budget = budget;
    }

    /// What to do about an event. Exactly one of these.
    public sealed interface Plan {
        /// Ask the wiki this.
        record Ask(LinkQuery query) implements Plan {}

        /// It cannot be carried on.
        record Refuse(String why) implements Plan {}
    }

    /// @param title of the page whose dependants are wanted
    public Plan plan(EventView event, LinkKind kind, String title) {
        Expansion expansion = Expansion.of(event);
        if (expansion == null) {
            return new Plan.Refuse("the event has a 'continue', but no 'original_event' that it continues");
        }
        if (title.isBlank()) {
            return new Plan.Refuse("the rule gives no title for this event");
        }
        if (expansion.made() >= budget) {
            return new Plan.Refuse("the expansion has led to " + expansion.made() + " events, which is its budget ("
                    + budget + "): the pages behind '" + expansion.from() + "' were not reached");
        }
        return new Plan.Ask(new LinkQuery(kind, title, expansion.from()));
    }

    /// @param made leaf events so far, if these are stored
    public record Progress(Published published, long made) {}

    /// Appends what a page leads to.
    ///
    /// @param chain what led to it, this event included
    public Progress append(EventView event, LinkKind kind, LinkAnswer.Page page, String chain, Deadline deadline)
            throws InterruptedException {
        Expansion expansion = Expansion.of(event);
        if (expansion == null) {
            throw new AssertionError("a page for an event that cannot be expanded");
        }
        Published published =
                publisher.publish(events.of(kind, expansion, page, chain, time.instant()), null, deadline);
        return new Progress(published, expansion.made() + page.titles().size());
    }
}
