package atoll.work.ledger.state;

/// What is paused: a rule for a wiki, or everything of a wiki if the rule is empty.
public record PauseKey(String rule, String wiki) {}
