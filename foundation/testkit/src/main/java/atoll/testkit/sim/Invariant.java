package atoll.testkit.sim;

/// A claim about the whole world that must hold after every step.
@FunctionalInterface
public interface Invariant {

    /// Returns if it holds; otherwise throws an [AssertionError] that says what was found.
    void check();
}
