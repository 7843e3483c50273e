package atoll.server.systemd;

import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells systemd how the service is: `READY=1` once it can do its work, its status in words when that changes, and
/// `WATCHDOG=1` in half the time the unit allows, for as long as its threads run.
///
/// [#stopping] may be called from any thread. A message that cannot be sent is logged; the service goes on without.
public final class ServiceNotices implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotices.class);
    private static final Duration UNTIL_READY = Duration.ofMillis(100);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final NotifySocket socket;
    private final Health health;
    private final Wakeup wakeup;
    private final Duration lookAgain;
    private final boolean watched;
    private boolean ready;
    private String status = "";

    /// What is told.
    public interface Health {
        /// Why work cannot be done at present; empty if it can.
        List<String> notReady();

        /// False if only a restart helps.
        boolean isAlive();
    }

    private ServiceNotices(NotifySocket socket, Duration watchdog, Health health, TimeSource time) {
        this.socket = socket;
        this.health = health;
        this.wakeup = time.newWakeup();
        this.watched = watchdog.isPositive();
        this.lookAgain =
                watched && watchdog.dividedBy(2).compareTo(LOOK_AGAIN) < 0 ? watchdog.dividedBy(2) : LOOK_AGAIN;
    }

    /// The duty for a process that systemd started and wants to hear from; one that ends at once for any other.
    ///
    /// @param variables the process's environment
    /// @param process this process's id; the watchdog may be meant for another
    public static Duty of(Map<String, String> variables, long process, Health health, TimeSource time) {
        String name = variables.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty()) {
            return new Silent();
        }
        try {
            return new ServiceNotices(new NotifySocket(name), watchdog(variables, process), health, time);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("systemd cannot be told about the service");
            return new Silent();
        }
    }

    private static Duration watchdog(Map<String, String> variables, long process) {
        String forProcess = variables.getOrDefault("WATCHDOG_PID", "");
        String micros = variables.getOrDefault("WATCHDOG_USEC", "");
        boolean meant = forProcess.isEmpty() || forProcess.equals(Long.toString(process));
        return meant && micros.matches("\\d{1,15}")
                ? Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)))
                : Duration.ZERO;
    }

    @Override
    public String name() {
        return "systemd-notices";
    }

    @Override
    public Next step() {
        List<String> reasons = health.notReady();
        StringBuilder message = new StringBuilder();
        if (reasons.isEmpty() && !ready) {
            message.append("READY=1\n");
            ready = true;
        }
        String now = reasons.isEmpty() ? "ready" : "not ready: " + String.join("; ", reasons);
        if (!now.equals(status)) {
            message.append("STATUS=").append(now.replace('\n', ' ')).append('\n');
            status = now;
        }
        if (watched && health.isAlive()) {
            message.append("WATCHDOG=1\n");
        }
        if (!message.isEmpty()) {
            send(message.toString());
        }
        return new Next.OnWakeup(wakeup, ready ? lookAgain : UNTIL_READY);
    }

    /// Tells that the service stops, and how long it may take.
    public void stopping(Duration atMost) {
        send("STOPPING=1\nSTATUS=stopping: jobs under way get their time to end\nEXTEND_TIMEOUT_USEC="
                + TimeUnit.NANOSECONDS.toMicros(atMost.toNanos()) + "\n");
    }

    private void send(String message) {
        try {
            socket.send(message);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("systemd could not be told about the service");
        }
    }

    /// Nobody wants to hear.
    private static final class Silent implements Duty {
        @Override
        public String name() {
            return "systemd-notices";
        }

        @Override
        public Next step() {
            return Next.FINISHED;
        }
    }
}
