package atoll.log;

/// Where a consumer group stands in a partition.
public record CommittedOffset(long nextOffset, String metadata) {}
