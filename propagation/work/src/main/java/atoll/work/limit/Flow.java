package atoll.work.limit;

import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One job type of one wiki: what bounds it, and how much of it runs here.
final class Flow {
    final String type;
    final String wiki;
    final String section;
    int running;
    /// Every limit that covers it, its own first.
    List<Limit> limits = List.of();

    /// The policy that pauses it.
    @Nullable
    LimitPolicy pausedBy;

    @Nullable
    Double weight;

    Flow(String type, String wiki, String section) {
        this.type = type;
        this.wiki = wiki;
        this.section = section;
    }

    /// What its own limit is for.
    LimitTarget own() {
        return LimitTarget.ofWiki(type, wiki);
    }
}
