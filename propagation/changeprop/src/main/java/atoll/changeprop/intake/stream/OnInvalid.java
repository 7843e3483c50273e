package atoll.changeprop.intake.stream;

/// What becomes of a stream's invalid events.
public enum OnInvalid {
    /// The producer is told: 207 or 400.
    ANSWER,
    /// They are kept as dead letters and the producer is told that all is well. MediaWiki takes any other answer to a
    /// POST of
    /// jobs as the loss of the whole POST and stops sending.
    DEAD_LETTER
}
