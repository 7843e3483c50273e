/// A copy of the data directory outside of it: how it is laid out, made, checked and brought back.
///
/// A backup is the event log alone; the work index is a view of it and is made again at the first start. A backup is
/// complete once it has its manifest, which is written last and holds every file's size and SHA-256.
@NullMarked
package atoll.server.backup;

import org.jspecify.annotations.NullMarked;
