package atoll.log.embedded;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.embedded.core.Committer;
import atoll.log.embedded.core.LogPorts;
import atoll.log.embedded.core.LogReader;
import atoll.log.embedded.core.LogState;
import atoll.log.embedded.core.Maintenance;
import atoll.log.embedded.core.Recovery;
import atoll.log.embedded.core.SegmentIndexes;
import atoll.log.embedded.core.SegmentReader;
import atoll.log.embedded.core.SegmentWriter;
import atoll.log.embedded.core.Submission;
import atoll.log.embedded.core.SubmissionQueue;
import atoll.log.embedded.disk.DataDirectory;
import atoll.log.embedded.disk.OpenFiles;
import java.io.IOException;
import java.nio.file.Path;

/// The parts of an open log, put together.
record LogParts(
        LogPorts ports,
        LogState state,
        SubmissionQueue queue,
        Committer committer,
        Maintenance maintenance,
        LogReader reader,
        WhoeverWaits waiting) {

    /// Recovers the log in the directory, and takes a checkpoint, so that a second crash starts from here.
    static LogParts recover(DataDirectory data, EmbeddedLogConfig config, LogPorts ports) throws IOException {
        LogState state = new LogState(data.topics(), config.tailBytes());
        OpenFiles[] files = {new OpenFiles(config.openFiles()), new OpenFiles(config.openFiles())};
        SegmentIndexes indexes = new SegmentIndexes(ports.disk());
        SegmentWriter writer = new SegmentWriter(state, ports, files[1], indexes, config.segmentBytes());
        WhoeverWaits waiting = new WhoeverWaits(ports.time());
        boolean recovered = false;
        try {
            Path journals = data.journals();
            long journal = new Recovery(state, ports, data.path(), journals, writer).run();
            SubmissionQueue queue =
                    new SubmissionQueue(config.waitingAppends(), config.waitingBytes(), waiting.committerWakeup());
            Committer.Settings settings =
                    new Committer.Settings(config.sync(), config.journalBytes(), config.checkpointEvery());
            Committer committer = new Committer(state, ports, settings, journals, queue, writer, journal);
            waiting.steps(committer::step);
            Maintenance maintenance = new Maintenance(state, ports, data.path(), journals, committer, files, indexes);
            committer.capture();
            if (!maintenance.finishCheckpoint()) {
                committer.close();
                throw new IOException("the checkpoint after recovery could not be stored: "
                        + committer.refusal().orElse("no space"));
            }
            SegmentReader segments = new SegmentReader(state, ports, files[0], indexes);
            LogReader reader = new LogReader(state, segments, waiting);
            LogParts parts = new LogParts(ports, state, queue, committer, maintenance, reader, waiting);
            recovered = true;
            return parts;
        } finally {
            if (!recovered) {
                files[0].closeUnused();
                files[1].closeUnused();
            }
        }
    }

    /// Commits what waits, takes a last checkpoint and closes all files. Nothing else steps any more.
    void close() throws IOException {
        boolean more = true;
        while (more) {
            more = committer.step();
        }
        if (committer.refusal().isEmpty() && maintenance.finishCheckpoint()) {
            committer.capture();
            var _ = maintenance.finishCheckpoint();
        }
        try {
            committer.close();
        } finally {
            maintenance.closeFiles();
        }
    }

    /// Lets callers that must wait either step the log themselves or wait for its threads.
    static final class WhoeverWaits implements Submission.Waiting {
        private final TimeSource time;
        private final Wakeup committerWakeup;
        private volatile boolean threaded;
        private volatile Step step = () -> false;

        private WhoeverWaits(TimeSource time) {
            this.time = time;
            this.committerWakeup = time.newWakeup();
        }

        /// One commit step; false if there was nothing to do.
        interface Step {
            boolean run();
        }

        Wakeup committerWakeup() {
            return committerWakeup;
        }

        void threaded() {
            threaded = true;
        }

        @Override
        public TimeSource time() {
            return time;
        }

        @Override
        public boolean stepped() {
            return !threaded && step.run();
        }

        private void steps(Step newStep) {
            step = newStep;
        }
    }
}
