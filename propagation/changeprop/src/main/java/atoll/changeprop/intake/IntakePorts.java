package atoll.changeprop.intake;

import atoll.base.id.Ids;
import atoll.base.time.TimeSource;
import atoll.log.EventLog;
import io.micrometer.core.instrument.MeterRegistry;

/// What an intake needs from outside.
public record IntakePorts(EventLog log, TimeSource time, Ids ids, MeterRegistry meters) {}
