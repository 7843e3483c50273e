package atoll.base.error;

/// Assertions that stay on in production. A failed one is a bug in Atoll, never the caller's or the operator's fault.
public final class Check {
    private Check() {}

    public static void state(boolean holds, String claim) {
        if (!holds) {
            throw new AssertionError(claim);
        }
    }
}
