package atoll.log.embedded;

import atoll.base.lifecycle.Duty;
import atoll.base.lifecycle.DutyRunner;
import atoll.log.embedded.core.Maintenance;
import atoll.log.embedded.core.SubmissionQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two threads of a running log. They are never interrupted while they use the disk, because an interrupt closes
/// the file; they are asked to end instead.
final class LogThreads {
    private static final Logger LOG = LoggerFactory.getLogger(LogThreads.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final CommitDuty commit;
    private final MaintenanceDuty maintenance;
    private final DutyRunner commitRunner;
    private final DutyRunner maintenanceRunner;

    LogThreads(LogParts parts, Maintenance.Deletions deletions) {
        commit = new CommitDuty(parts);
        maintenance = new MaintenanceDuty(parts, deletions);
        commitRunner = new DutyRunner(commit, parts.ports().time());
        maintenanceRunner = new DutyRunner(maintenance, parts.ports().time());
    }

    void start() {
        commitRunner.start();
        maintenanceRunner.start();
    }

    /// True if an error ended one of them; nothing more will be appended or trimmed.
    boolean isBroken() {
        return commitRunner.fatal() != null || maintenanceRunner.fatal() != null;
    }

    /// True if both ended in time.
    boolean stop() {
        maintenance.stop();
        boolean ended = awaitEnd(maintenanceRunner, maintenance.name());
        commit.stop();
        return awaitEnd(commitRunner, commit.name()) && ended;
    }

    private static boolean awaitEnd(DutyRunner runner, String name) {
        boolean interrupted = false;
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    if (runner.awaitFinished(STOP_WITHIN)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        LOG.atError().addKeyValue("duty", name).log("log thread did not end in time, the next start recovers the log");
        return false;
    }

    private static final class CommitDuty implements Duty {
        private final LogParts parts;
        private final Gathering gathering = new Gathering();
        private volatile boolean stopping;

        private CommitDuty(LogParts parts) {
            this.parts = parts;
        }

        @Override
        public String name() {
            return "log-commit";
        }

        @Override
        public Next step() {
            SubmissionQueue queue = parts.queue();
            queue.signalFrom(gathering.enough());
            Duration patience =
                    gathering.patience(queue.size(), parts.ports().time().nanoTime());
            if (!patience.isZero() && !stopping) {
                return new Next.OnWakeup(parts.waiting().committerWakeup(), patience);
            }
            queue.signalFrom(1);
            if (parts.committer().step()) {
                gathering.committed(
                        queue.lastGroup(), queue.size(), parts.ports().time().nanoTime());
                return Next.NOW;
            }
            return stopping ? Next.FINISHED : new Next.OnWakeup(parts.waiting().committerWakeup(), IDLE);
        }

        private void stop() {
            stopping = true;
            parts.waiting().committerWakeup().signal();
        }
    }

    private static final class MaintenanceDuty implements Duty {
        private final LogParts parts;
        private final Maintenance.Deletions deletions;
        private volatile boolean stopping;

        private MaintenanceDuty(LogParts parts, Maintenance.Deletions deletions) {
            this.parts = parts;
            this.deletions = deletions;
        }

        @Override
        public String name() {
            return "log-maintenance";
        }

        @Override
        public Next step() {
            if (stopping) {
                return Next.FINISHED;
            }
            parts.maintenance().step(deletions);
            return new Next.OnWakeup(parts.maintenance().wakeup(), IDLE);
        }

        private void stop() {
            stopping = true;
            parts.maintenance().wakeup().signal();
        }
    }
}
