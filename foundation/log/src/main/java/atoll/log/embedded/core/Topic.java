package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Wakeup;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A topic and its partitions. The list of listeners is replaced, never changed; spec and listeners are written under
/// the state's lock.
final class Topic {

    final String name;
    final List<PartitionLog> partitions;
    volatile TopicSpec spec;
    volatile List<Wakeup> listeners = List.of();

    Topic(String name, TopicSpec spec, Path topicsDirectory) {
        this.name = name;
        this.spec = spec;
        List<PartitionLog> created = new ArrayList<>();
        for (int i = 0; i < spec.partitions(); i++) {
            Path directory = topicsDirectory.resolve(name).resolve(Integer.toString(i));
            created.add(new PartitionLog(this, new TopicPartition(name, i), directory));
        }
        this.partitions = List.copyOf(created);
    }

    /// Names become directories, so that only harmless ones are allowed.
    static AtollException otherPartitions(Topic existing, TopicSpec wanted) {
        return new AtollException(
                ErrorKind.CONFLICT,
                "topic '" + existing.name + "' exists with " + existing.partitions.size() + " partitions, "
                        + wanted.partitions() + " were asked for; the number cannot be changed, use another name");
    }
}
