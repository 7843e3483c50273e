package atoll.work;

import java.util.Optional;

/// Says whether deliveries of a rule for a wiki can be carried out at all; if not, they wait and the reason is shown.
public interface Gate {

    /// Why deliveries of this type must wait; empty if they can go. Asked often, on the owner's thread: it must
    /// not wait for anything.
    Optional<String> closed(String rule, String type, String wiki);
}
