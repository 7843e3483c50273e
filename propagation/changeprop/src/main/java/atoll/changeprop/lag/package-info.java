/// Replica lag: how far the database replicas of a section are behind, and what has to wait meanwhile.
/// [ReplicaLag] is the core; [BulkGate] lets it hold [BulkWork] back.
@NullMarked
package atoll.changeprop.lag;

import org.jspecify.annotations.NullMarked;
