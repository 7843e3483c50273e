package atoll.log.memory;

import atoll.log.EventLog;
import atoll.log.EventLogContract;
import atoll.log.ShiftedTime;
import java.time.Duration;

class MemoryEventLogContractTest extends EventLogContract {
    private final ShiftedTime clock = new ShiftedTime();
    private final MemoryEventLog memory = MemoryEventLog.committing(clock);

    @Override
    protected EventLog openLog() {
        memory.reopen();
        return memory;
    }

    @Override
    protected void applyRetentionAfter(Duration more) {
        clock.forward(more);
        memory.retain();
    }
}
