package atoll.work.ledger;

import atoll.work.Outcome;

/// An outcome that came back from an executor.
///
/// @param number the claim it belongs to
public record Reported(long offset, int number, Outcome outcome) {}
