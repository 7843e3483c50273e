/// The event log: topics of partitions of records with offsets, consumer groups with committed positions, and producers
/// that fence their predecessors. [EventLog] is the SPI; `atoll.log.embedded` is the engine for one machine.
@NullMarked
package atoll.log;

import org.jspecify.annotations.NullMarked;
