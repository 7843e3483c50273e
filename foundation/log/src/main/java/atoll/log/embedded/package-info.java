/// The event log's engine for one machine: a journal that is synced once for all waiting appends, and segment files per
/// partition that it is copied into. Formats, recovery and failure behaviour: `docs/adr/0003-embedded-log.md`.
///
/// [EmbeddedEventLog] is the entry. Its core is stepped: [EmbeddedEventLog#commitStep()] and
/// [EmbeddedEventLog#maintenanceStep()] do one bounded piece of work; in production two threads drive them.
///
/// `core` is what runs and has the state, `disk` the files and their formats; both are this package's own.
@NullMarked
package atoll.log.embedded;

import org.jspecify.annotations.NullMarked;
