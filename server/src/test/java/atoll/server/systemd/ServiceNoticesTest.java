package atoll.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Duty;
import atoll.testkit.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What systemd hears over a real socket, which only Linux has.
@EnabledOnOs(OS.LINUX)
class ServiceNoticesTest {
    private static final long PROCESS = 4711;

    private final List<String> reasons = new ArrayList<>();
    private boolean alive = true;

    @Test
    void saysReadyOnceAndOnlyWhenWorkCanBeDone(@TempDir Path directory) throws Exception {
        String name = directory.resolve("notify").toString();
        try (DatagramSocket systemd = new DatagramSocket(name)) {
            reasons.add("the ledger of earlier work is being read");
            Duty notices = notices(Map.of("NOTIFY_SOCKET", name));

            notices.step();
            assertThat(systemd.receive()).contains("STATUS=not ready: the ledger of earlier work is being read\n");
            notices.step();
            assertThat(systemd.receive()).isEmpty();

            reasons.clear();
            notices.step();
            assertThat(systemd.receive()).contains("READY=1\nSTATUS=ready\n");

            reasons.add("the log refuses events: the disk is full");
            notices.step();
            assertThat(systemd.receive()).contains("STATUS=not ready: the log refuses events: the disk is full\n");
            reasons.clear();
            notices.step();
            assertThat(systemd.receive()).contains("STATUS=ready\n");
        }
    }

    @Test
    void reachesAnAbstractSocketAndSaysHowLongTheStopMayTake(@TempDir Path directory) throws Exception {
        String name = "@atoll-test" + directory;
        try (DatagramSocket systemd = new DatagramSocket(name)) {
            Duty notices = notices(Map.of("NOTIFY_SOCKET", name));
            assertThat(notices).isInstanceOfSatisfying(ServiceNotices.class, it -> it.stopping(Duration.ofSeconds(75)));
            assertThat(systemd.receive().orElseThrow()).contains("STOPPING=1\n", "EXTEND_TIMEOUT_USEC=75000000\n");
        }
    }

    @Test
    void feedsTheWatchdogInHalfItsTimeWhileItsThreadsRun(@TempDir Path directory) throws Exception {
        String name = directory.resolve("notify").toString();
        try (DatagramSocket systemd = new DatagramSocket(name)) {
            Duty notices = notices(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "6000000", "WATCHDOG_PID", "4711"));
            assertThat(notices.step())
                    .isInstanceOfSatisfying(
                            Duty.Next.OnWakeup.class,
                            next -> assertThat(next.atMost()).isEqualTo(Duration.ofSeconds(3)));
            assertThat(systemd.receive().orElseThrow()).contains("READY=1\n", "WATCHDOG=1\n");
            notices.step();
            assertThat(systemd.receive()).contains("WATCHDOG=1\n");
            alive = false;
            notices.step();
            assertThat(systemd.receive()).isEmpty();
        }
    }

    @Test
    void leavesAWatchdogMeantForAnotherProcessAlone(@TempDir Path directory) throws Exception {
        String name = directory.resolve("notify").toString();
        try (DatagramSocket systemd = new DatagramSocket(name)) {
            notices(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "6000000", "WATCHDOG_PID", "1"))
                    .step();
            assertThat(systemd.receive().orElseThrow()).doesNotContain("WATCHDOG");
        }
    }

    @Test
    void isSilentWithoutSystemdAndWithASocketThatCannotBe() throws Exception {
        assertThat(notices(Map.of()).step()).isEqualTo(Duty.Next.FINISHED);
        assertThat(notices(Map.of("NOTIFY_SOCKET", "relative/path")).step()).isEqualTo(Duty.Next.FINISHED);
        assertThat(notices(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200))).step())
                .isEqualTo(Duty.Next.FINISHED);
    }

    @Test
    void goesOnWhenSystemdIsGone(@TempDir Path directory) throws Exception {
        Duty notices =
                notices(Map.of("NOTIFY_SOCKET", directory.resolve("nobody").toString()));
        assertThat(notices.step()).isInstanceOf(Duty.Next.OnWakeup.class);
    }

    private Duty notices(Map<String, String> variables) {
        ServiceNotices.Health health = new ServiceNotices.Health() {
            @Override
            public List<String> notReady() {
                return List.copyOf(reasons);
            }

            @Override
            public boolean isAlive() {
                return alive;
            }
        };
        return ServiceNotices.of(variables, PROCESS, health, new VirtualTime());
    }
}
