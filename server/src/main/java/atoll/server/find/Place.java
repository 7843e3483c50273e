package atoll.server.find;

import atoll.log.TopicPartition;

/// Where a record is.
record Place(TopicPartition partition, long offset) {}
