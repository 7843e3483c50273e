package atoll.log.embedded.core;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.DiskFile;
import atoll.log.embedded.disk.Checkpoint;
import atoll.log.embedded.disk.JournalEntry;
import atoll.log.embedded.disk.JournalFile;
import atoll.log.embedded.disk.JournalReader;
import atoll.log.embedded.disk.RecordFrame;
import atoll.log.embedded.disk.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the state back at start: the checkpoint, segments cut to what it vouches for, then every whole frame of the
/// journals since. Can be interrupted and repeated at any point.
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final LogState state;
    private final LogPorts ports;
    private final Path directory;
    private final Path journals;
    private final SegmentWriter segments;
    private long replayed;

    public Recovery(LogState state, LogPorts ports, Path directory, Path journals, SegmentWriter segments) {
        this.state = state;
        this.ports = ports;
        this.directory = directory;
        this.journals = journals;
        this.segments = segments;
    }

    /// @return the number of the journal to begin
    public long run() throws IOException {
        Checkpoint checkpoint = Checkpoint.load(ports.disk(), directory);
        if (!checkpoint.equals(Checkpoint.EMPTY)) {
            // After a failed sync and a restart it may be readable without being on the disk.
            checkpoint.store(ports.disk(), directory);
        }
        restore(checkpoint);
        for (PartitionLog partition : state.partitions()) {
            tidy(partition);
        }
        List<Long> numbers = journalNumbers(checkpoint);
        for (int i = 0; i < numbers.size(); i++) {
            replay(numbers.get(i), numbers.subList(i + 1, numbers.size()));
        }
        if (replayed > 0) {
            LOG.atInfo().addKeyValue("groups", replayed).log("journal replayed");
        }
        return numbers.isEmpty() ? checkpoint.firstJournal() : numbers.getLast() + 1;
    }

    private void restore(Checkpoint checkpoint) {
        synchronized (state.lock) {
            checkpoint.topics().forEach((name, spec) -> state.apply(new JournalEntry.TopicSet(name, spec)));
            checkpoint.commits().forEach(commit -> state.apply(new JournalEntry.Commit(commit)));
            checkpoint.epochs().forEach((name, epoch) -> state.apply(new JournalEntry.Epoch(name, epoch)));
            for (Checkpoint.PartitionEnd end : checkpoint.partitions()) {
                PartitionLog partition = state.partition(end.id());
                partition.first = end.first();
                partition.next = end.next();
                partition.flushed = end.next();
                partition.beginSegment = end.beginSegment();
                for (Checkpoint.SegmentEnd segment : end.segments()) {
                    partition.segments.add(restored(partition, segment));
                }
            }
        }
    }

    private static Segment restored(PartitionLog partition, Checkpoint.SegmentEnd end) {
        Segment segment = new Segment(end.base(), partition.directory.resolve(SegmentFile.name(end.base())));
        segment.size = end.size();
        segment.newestTimestamp = end.newestTimestamp();
        segment.lastAppendMillis = end.lastAppendMillis();
        return segment;
    }

    /// Deletes files the checkpoint does not name, and cuts the last segment to the size it names.
    private void tidy(PartitionLog partition) throws IOException {
        Set<String> known = new HashSet<>();
        for (Segment segment : partition.segments) {
            known.add(SegmentFile.name(segment.base));
            known.add(SegmentFile.indexName(segment.base));
        }
        List<String> names = ports.disk().list(partition.directory);
        for (String name : names) {
            if (!known.contains(name)) {
                ports.disk().delete(partition.directory.resolve(name));
            }
        }
        if (!partition.segments.isEmpty()) {
            cut(partition, partition.segments.getLast(), names);
        }
    }

    private void cut(PartitionLog partition, Segment segment, List<String> names) throws IOException {
        boolean shorter = !names.contains(SegmentFile.name(segment.base));
        if (!shorter) {
            try (DiskFile file = ports.disk().open(segment.path)) {
                long size = file.size();
                shorter = size < segment.size;
                if (size > segment.size) {
                    file.truncate(segment.size);
                    segment.dirty = true;
                }
            }
        }
        if (shorter) {
            LOG.atError()
                    .addKeyValue("file", segment.path)
                    .addKeyValue("expected_bytes", segment.size)
                    .log("segment file missing or too short, its last records cannot be read");
            partition.beginSegment = true;
        }
    }

    private List<Long> journalNumbers(Checkpoint checkpoint) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : ports.disk().list(journals)) {
            long number = JournalFile.number(name);
            if (number >= checkpoint.firstJournal()) {
                numbers.add(number);
            }
        }
        boolean fresh = numbers.isEmpty() && checkpoint.equals(Checkpoint.EMPTY);
        for (int i = 0; i < Math.max(1, numbers.size()) && !fresh; i++) {
            long expected = checkpoint.firstJournal() + i;
            if (i > 0 && numbers.get(i) != expected) {
                checkNothingIn(numbers.subList(i, numbers.size()), expected);
                break;
            }
            if (numbers.isEmpty() || numbers.get(i) != expected) {
                throw new AtollException(
                        ErrorKind.UNAVAILABLE,
                        "journal '" + journals.resolve(JournalFile.name(expected))
                                + "' is missing; acknowledged records would be lost by going on: restore the data"
                                + " directory from a backup");
            }
        }
        return numbers;
    }

    private void replay(long number, List<Long> later) throws IOException {
        Path path = journals.resolve(JournalFile.name(number));
        try (JournalReader reader = JournalReader.open(ports.disk(), path, number)) {
            if (reader == null) {
                checkNothingIn(later, number);
                return;
            }
            for (byte[] body = reader.next(); body != null; body = reader.next()) {
                apply(body, reader);
                replayed++;
            }
            if (reader.tornBytes() > 0) {
                checkTorn(reader, number, later);
                ports.metrics().tornTail();
                LOG.atWarn()
                        .addKeyValue("journal", path)
                        .addKeyValue("position", reader.position())
                        .addKeyValue("bytes", reader.tornBytes())
                        .log("incomplete last group cut, it was never acknowledged");
            }
        }
    }

    private void checkTorn(JournalReader reader, long number, List<Long> later) throws IOException {
        if (reader.synced()) {
            long following = reader.findLaterFrame();
            if (following >= 0) {
                throw reader.damaged(reader.position(), "whole groups follow at position " + following);
            }
        }
        checkNothingIn(later, number);
    }

    /// Journals begun by recoveries that were interrupted hold nothing; anything else was acknowledged after the
    /// damage.
    private void checkNothingIn(List<Long> later, long number) throws IOException {
        for (long other : later) {
            Path path = journals.resolve(JournalFile.name(other));
            try (JournalReader reader = JournalReader.open(ports.disk(), path, other)) {
                if (reader != null && !reader.isEmpty()) {
                    throw new AtollException(
                            ErrorKind.UNAVAILABLE,
                            "journal '" + journals.resolve(JournalFile.name(number)) + "' is damaged at its end, groups"
                                    + " follow in '" + path + "'; acknowledged records would be lost by going on:"
                                    + " restore the data directory from a backup");
                }
            }
        }
    }

    private void apply(byte[] body, JournalReader reader) throws IOException {
        Set<PartitionLog> touched = new LinkedHashSet<>();
        synchronized (state.lock) {
            for (JournalEntry entry : JournalEntry.decode(body)) {
                if (entry instanceof JournalEntry.Records records) {
                    touched.add(publish(records, reader));
                } else {
                    state.apply(entry);
                }
            }
        }
        for (PartitionLog partition : touched) {
            segments.flush(partition);
        }
        synchronized (state.lock) {
            state.evict();
        }
    }

    private PartitionLog publish(JournalEntry.Records records, JournalReader reader) {
        PartitionLog partition = state.partition(records.partition());
        Run run = new Run(partition, records.bytes(), records.from(), records.to(), records.count(), null);
        long base = RecordFrame.offset(records.bytes(), records.from());
        if (base != partition.next) {
            throw reader.damaged(
                    reader.position(),
                    "it goes on at offset " + base + " of partition '" + records.partition() + "', expected was "
                            + partition.next);
        }
        run.assigned(base);
        state.publish(run);
        return partition;
    }
}
