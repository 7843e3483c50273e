package atoll.work.ledger.state;

import java.time.Instant;

/// Who is told when deliveries enter and leave lanes, so that they can be claimed fairly.
public interface Lanes {

    /// A delivery of the lane can be claimed.
    void ready(LaneKey lane, long order, long offset);

    /// A delivery of the lane cannot be claimed any more.
    void gone(LaneKey lane, long order, long offset);

    /// Nothing of the wiki, or of the rule for the wiki if `rule` is not empty, may be claimed before `until`.
    void paused(String rule, String wiki, Instant until);

    /// During replay nobody needs to know.
    Lanes NONE = new Lanes() {
        @Override
        public void ready(LaneKey lane, long order, long offset) {}

        @Override
        public void gone(LaneKey lane, long order, long offset) {}

        @Override
        public void paused(String rule, String wiki, Instant until) {}
    };
}
