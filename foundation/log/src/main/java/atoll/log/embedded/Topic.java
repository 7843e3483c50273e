package atoll.log.embedded;

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
    private static final int LONGEST_NAME = 249;
    private static final int MOST_PARTITIONS = 10_000;

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
    static void checkName(String name, TopicSpec spec) {
        boolean allowed = !name.isEmpty() && name.length() <= LONGEST_NAME && !name.equals(".") && !name.equals("..");
        for (int i = 0; i < name.length() && allowed; i++) {
            char c = name.charAt(i);
            allowed = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
        }
        if (!allowed) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "topic name '" + shortened(name) + "' is not allowed: 1 to " + LONGEST_NAME
                            + " letters, digits, '.', '_' or '-', and neither '.' nor '..'");
        }
        if (spec.partitions() > MOST_PARTITIONS) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "topic '" + name + "' has " + spec.partitions() + " partitions: at most " + MOST_PARTITIONS
                            + " are allowed");
        }
        if (spec.retentionAge().isNegative() || spec.retentionBytes() < 0) {
            throw new AtollException(
                    ErrorKind.INVALID, "retention of topic '" + name + "' is negative: zero keeps records for ever");
        }
    }

    static AtollException otherPartitions(Topic existing, TopicSpec wanted) {
        return new AtollException(
                ErrorKind.CONFLICT,
                "topic '" + existing.name + "' exists with " + existing.partitions.size() + " partitions, "
                        + wanted.partitions() + " were asked for; the number cannot be changed, use another name");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
