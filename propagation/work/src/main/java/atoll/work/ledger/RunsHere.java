package atoll.work.ledger;

/// Knows which claims still have an attempt under way in this process.
public interface RunsHere {
    boolean test(long offset, int number);
}
