package atoll.log.embedded.core;

import atoll.base.file.Disk;
import atoll.base.time.TimeSource;

/// What the parts of the log touch the world through.
public record LogPorts(Disk disk, TimeSource time, LogMetrics metrics) {}
