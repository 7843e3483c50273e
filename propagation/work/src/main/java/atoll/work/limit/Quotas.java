package atoll.work.limit;

import atoll.work.policy.LimitTarget;

/// How much of a limit across sections this owner may use. Asked on the owner's thread; must not wait.
public interface Quotas {
    /// One owner has it all.
    Quotas WHOLE = (target, total, _) -> total;

    /// The units of this owner, from zero to the total.
    ///
    /// @param total what all owners may use together
    /// @param used what runs here
    int units(LimitTarget target, int total, int used);
}
