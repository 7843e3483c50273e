package atoll.work;

import java.util.Optional;

/// Says whether deliveries of a rule for a wiki can be carried out at all; if not, they wait and the reason is shown.
public interface Gate {

    /// Why this wiki's deliveries must wait; empty if they can go.
    Optional<String> closed(String rule, String wiki);
}
