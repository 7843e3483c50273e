package atoll.testkit.sim;

/// Unwinds the stack of a process that no longer exists. An error, so that no code under test handles it by accident.
public final class NodeKilled extends Error {
    private static final long serialVersionUID = 1;

    NodeKilled(String node) {
        super("node '" + node + "' was killed", null, false, false);
    }
}
