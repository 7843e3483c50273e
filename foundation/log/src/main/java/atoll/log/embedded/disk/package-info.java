/// The log's files: their formats, how they are read, written and checked, and how many are open. Nothing here knows of
/// the running log or locks anything of it; all access goes through [atoll.base.file.Disk]. The ADR of the embedded log
/// (`docs/adr/0003-embedded-log.md`) describes the formats, and each class its own.
@NullMarked
package atoll.log.embedded.disk;

import org.jspecify.annotations.NullMarked;
