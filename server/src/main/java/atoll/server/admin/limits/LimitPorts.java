package atoll.server.admin.limits;

import atoll.base.time.TimeSource;
import atoll.server.admin.ports.Work;
import atoll.work.limit.LimitState;
import atoll.work.policy.PolicyLog;
import java.util.List;
import java.util.Set;

/// What limits and policies are read from and changed in.
///
/// @param sections of wikis, as configured
/// @param work knows the types and wikis there are
public record LimitPorts(PolicyLog policies, Reading reading, Set<String> sections, Work work, TimeSource time) {
    public LimitPorts {
        sections = Set.copyOf(sections);
    }

    /// The limits as they are now. Bounded in time; throws [atoll.base.error.AtollException] of kind UNAVAILABLE if
    /// there
    /// is no answer.
    public interface Reading {
        List<LimitState> limits() throws InterruptedException;
    }
}
