package atoll.work;

import java.time.Instant;

/// The root job or event a delivery descends from; a newer root of the same signature supersedes it.
public record Root(String signature, Instant at) {}
