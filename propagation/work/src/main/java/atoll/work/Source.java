package atoll.work;

/// Where in the event log the event of a delivery was read.
public record Source(String topic, int partition, long offset) {}
