package atoll.simulate;

import atoll.simulate.run.Report;

/// Where it is said how the seeds did, in their order.
interface Results {

    /// @param done seeds that passed so far, this one included
    /// @param of seeds there are
    void passed(Report report, long done, long of);

    /// Nothing follows.
    ///
    /// @param message says what went wrong, and how to see it again
    void failed(long seed, String message);

    /// Nothing follows.
    void allPassed(long seeds);
}
