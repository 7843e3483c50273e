/// The log's files: their formats, how they are read, written and checked, and how many are open. Nothing here knows of
/// the running log or locks anything of it; all access goes through [atoll.base.file.Disk]. The formats are described
/// in
/// `docs/adr/0003-embedded-log.md`, and each at the class that writes it.
@NullMarked
package atoll.log.embedded.disk;

import org.jspecify.annotations.NullMarked;
