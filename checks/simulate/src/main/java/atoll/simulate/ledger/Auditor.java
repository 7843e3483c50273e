package atoll.simulate.ledger;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.testkit.sim.Node;
import atoll.work.ledger.state.CountKey;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkOwner;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Asks an owner for its counts once it is told to.
final class Auditor implements Duty {
    private final Node node;
    private final WorkOwner owner;
    private final Wakeup wakeup;
    private final Map<CountKey, Map<State, Long>> answer = new HashMap<>();
    private boolean asked;
    private boolean answered;

    Auditor(Node node, WorkOwner owner) {
        this.node = node;
        this.owner = owner;
        this.wakeup = node.time().newWakeup();
    }

    void ask() {
        asked = true;
        answered = false;
        answer.clear();
        wakeup.signal();
    }

    boolean hasAnswer() {
        return answered;
    }

    Map<CountKey, Map<State, Long>> answer() {
        return answer;
    }

    @Override
    public String name() {
        return "auditor";
    }

    @Override
    public Next step() throws InterruptedException {
        if (asked && !answered) {
            try {
                owner.ask(WorkView::queue, Deadline.after(node.time(), Duration.ofSeconds(5)))
                        .forEach(row -> answer.put(row.key(), row.counts()));
                answered = true;
            } catch (AtollException e) {
                return new Next.OnWakeup(wakeup, Duration.ofSeconds(1));
            }
        }
        return new Next.OnWakeup(wakeup, Duration.ofHours(1));
    }
}
