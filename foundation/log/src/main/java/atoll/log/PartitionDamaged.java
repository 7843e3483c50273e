package atoll.log;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// A stored record is damaged: names file and position. Other partitions are not affected.
public final class PartitionDamaged extends AtollException {
    public PartitionDamaged(String message) {
        super(ErrorKind.INTERNAL, message);
    }
}
