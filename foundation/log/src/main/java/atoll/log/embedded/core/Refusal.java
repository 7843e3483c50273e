package atoll.log.embedded.core;

/// Why appends are refused.
///
/// @param forGood only a restart heals
/// @param needed bytes that must be free before another attempt makes sense
/// @param tryAgainNanos when the next attempt is allowed
record Refusal(String why, boolean forGood, long needed, long tryAgainNanos) {}
