package atoll.testkit.sim;

import org.jspecify.annotations.Nullable;

/// A run that went wrong. The message has all that is needed to repeat and to understand it.
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String violated;
    private final long step;

    SimulationFailure(String violated, long step, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.violated = violated;
        this.step = step;
    }

    /// Name of the invariant, or what else went wrong.
    public String violated() {
        return violated;
    }

    /// The step after which it was noticed.
    public long step() {
        return step;
    }
}
