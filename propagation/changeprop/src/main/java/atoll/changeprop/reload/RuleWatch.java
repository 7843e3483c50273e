package atoll.changeprop.reload;

import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Looks whether rule files changed and has them read again, once two looks in a row saw the same: a file that is still
/// being written could be a shorter one without problems.
///
/// Files with problems are read again only when they change.
public final class RuleWatch implements Duty {
    static final Duration EVERY = Duration.ofSeconds(2);

    private final RulesInForce rules;
    /// Never signalled: there is nothing to wake for.
    private final Wakeup pausing;

    private @Nullable String seen;
    private @Nullable String tried;

    public RuleWatch(RulesInForce rules, TimeSource time) {
        this.rules = rules;
        this.pausing = time.newWakeup();
    }

    @Override
    public String name() {
        return "rule-watch";
    }

    @Override
    public Next step() {
        if (!rules.source().hasFiles()) {
            return Next.FINISHED;
        }
        String stamp = rules.source().stamp();
        if (stamp.equals(seen) && !stamp.equals(tried)) {
            tried = stamp;
            var _ = rules.reload();
        }
        seen = stamp;
        return new Next.OnWakeup(pausing, EVERY);
    }
}
