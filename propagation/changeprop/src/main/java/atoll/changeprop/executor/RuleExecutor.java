package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.template.EventView;
import atoll.work.Attempt;
import atoll.work.Executor;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Carries out what a delivery's rule says: its requests one after the other, until one does not succeed.
///
/// All requests together have the rule's timeout, and never more than the delivery's lease.
public final class RuleExecutor implements Executor {
    private final Supplier<RuleSet> rules;
    private final Kinds kinds;
    private final TimeSource time;
    private final int longestChain;

    /// One executor for each kind of thing that a rule can do.
    public record Kinds(
            WikiExecutor wiki,
            HttpExecutor http,
            LinksExecutor links,
            EmitExecutor emit,
            ProgramExecutor programs,
            HandlerExecutor handlers) {}

    /// @param longestChain deliveries of events that follow from more events than this are refused
    public RuleExecutor(Supplier<RuleSet> rules, Kinds kinds, TimeSource time, int longestChain) {
        this.rules = rules;
        this.kinds = kinds;
        this.time = time;
        this.longestChain = longestChain;
    }

    @Override
    public Outcome execute(Attempt attempt) throws InterruptedException {
        String name = attempt.delivery().rule();
        Optional<Rule> rule = rules.get().rule(name);
        if (rule.isEmpty()) {
            // Unloaded between the claim and now: the delivery waits for the rule, uncharged.
            return new Outcome.Postponed(
                    0,
                    "rule '" + name + "' is not loaded any more; bring it back, or drop the delivery",
                    Outcome.Scope.LANE,
                    Pause.SHORTEST);
        }
        Duration lease = Duration.between(time.instant(), attempt.leaseUntil());
        if (lease.isNegative() || lease.isZero()) {
            return new Outcome.Failed(0, "the lease was over before the attempt began");
        }
        Deadline deadline = Deadline.after(time, rule.get().policy().timeout()).atMost(lease);
        EventView event = new EventView(
                attempt.event(),
                attempt.delivery().eventId(),
                attempt.delivery().received());
        Optional<Rule.Choice> choice = rule.get().choose(event);
        if (choice.isEmpty()) {
            return new Outcome.Rejected(
                    0,
                    "the rule '" + name
                            + "' was changed and does not match this event any more; change it back and retry, or drop"
                            + " the delivery");
        }
        if (TriggeredBy.mayFollow(attempt.event())) {
            TriggeredBy chain = TriggeredBy.of(attempt);
            if (chain.links() > longestChain) {
                return new Outcome.Rejected(
                        0,
                        "triggered-by loop: the event is number " + chain.links() + " of a chain (at most "
                                + longestChain + "); does a rule answer its own events? "
                                + Excerpt.of(chain.chain()));
            }
        }
        return executeAll(attempt, rule.get(), choice.get(), deadline);
    }

    private Outcome executeAll(Attempt attempt, Rule rule, Rule.Choice choice, Deadline deadline)
            throws InterruptedException {
        List<Exec> execs = choice.chosen().exec();
        Outcome result = new Outcome.Done(0, "the rule has nothing to do");
        int number = 0;
        for (Exec exec : execs) {
            number++;
            Outcome outcome = switch (exec) {
                case Exec.MediaWiki() -> kinds.wiki.execute(attempt, rule, deadline);
                case Exec.Links expand -> kinds.links.execute(attempt, expand, choice.event(), deadline);
                case Exec.Emit emit -> kinds.emit.execute(attempt, emit, number, choice.event(), deadline);
                case Exec.Http request -> kinds.http.execute(attempt, rule, request, choice.event(), deadline);
                case Exec.Program program -> kinds.programs.execute(attempt, program, choice.event(), deadline);
                case Exec.InProcess call -> kinds.handlers.execute(attempt, call, deadline);
            };
            if (!(outcome instanceof Outcome.Done) && !(outcome instanceof Outcome.Ignored)) {
                return execs.size() == 1
                        ? outcome
                        : outcome.withDetail("request " + number + " of " + execs.size() + ": " + outcome.detail());
            }
            result = number > 1 && result instanceof Outcome.Done && outcome instanceof Outcome.Ignored
                    ? result
                    : outcome;
        }
        return result;
    }
}
