/// A disk in memory that behaves as badly as a real one may: what was not synced can be lost, torn or reordered by a
/// crash, writes and syncs fail when told to, space ends. Deterministic for a seed. And [ForwardingDisk], from which a
/// test makes a given disk worse.
@NullMarked
package atoll.testkit.disk;

import org.jspecify.annotations.NullMarked;
