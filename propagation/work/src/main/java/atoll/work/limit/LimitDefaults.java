package atoll.work.limit;

import atoll.work.policy.LimitPolicy.Concurrency;

/// The limits there are without any policy.
///
/// @param each bounds for each job type of each wiki
/// @param section bounds for each section
public record LimitDefaults(Concurrency each, Concurrency section) {
    private static final Concurrency ANY = new Concurrency(1, Concurrency.MOST);

    /// No bounds but those the answers of wikis set.
    public static final LimitDefaults ADAPTIVE = new LimitDefaults(ANY, ANY);
}
