package atoll.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ordered index on RocksDB, in a directory of its own.
///
/// **Durability**: there is no write-ahead log, the index is a view. Write buffers reach the disk whole and in order,
/// so a
/// crash leaves a prefix of the batches; [#flush()] and [#close()] write out everything before.
/// **Memory** stays within [IndexSizes]. **Threads**: native calls pin a virtual thread's carrier, so call from
/// platform
/// threads only; two threads of RocksDB's own flush and compact.
/// **Queues**: a scan walks over what was deleted since the last compaction, about a microsecond for each entry.
/// Whoever
/// takes from the head of a range starts the next scan behind the last key taken, not at the start of the range.
/// **Errors**: [IndexLocked] if someone else has it open, [IndexDamaged] if the files cannot be trusted (then [#erase]
/// and
/// rebuild), [IndexUnavailable] if the disk fails or is full; a write that failed may be tried again.
public final class RocksIndex implements OrderedIndex {
    private static final Logger LOG = LoggerFactory.getLogger(RocksIndex.class);
    private static final Duration CALLS_END_WITHIN = Duration.ofSeconds(30);
    private static final String TABLES = "tables";
    private static final String NATIVE = "native";

    private final Path directory;
    private final RocksSettings settings;
    private final RocksDB db;
    private final OpenGuard guard;
    private final Set<RocksSnapshot> snapshots = ConcurrentHashMap.newKeySet();

    private RocksIndex(Path directory, RocksSettings settings, RocksDB db) {
        this.directory = directory;
        this.settings = settings;
        this.db = db;
        this.guard = new OpenGuard(directory.toString());
    }

    /// Opens the index in the directory, creating both if they are absent.
    public static RocksIndex open(Path directory, IndexSizes sizes) {
        Path absolute = directory.toAbsolutePath();
        Path tables = absolute.resolve(TABLES);
        try {
            Files.createDirectories(tables);
        } catch (IOException e) {
            throw new IndexUnavailable("index directory '" + tables + "' cannot be created: " + e, e);
        }
        NativeLibrary.load(absolute.resolve(NATIVE));
        RocksSettings settings = new RocksSettings(sizes);
        try {
            return new RocksIndex(absolute, settings, RocksDB.open(settings.options(), tables.toString()));
        } catch (RocksDBException e) {
            settings.close();
            throw RocksFailure.explain("opened", absolute, e);
        }
    }

    /// Deletes everything stored in the directory, so that the next [#open] starts empty. It must not be open.
    public static void erase(Path directory) {
        Path absolute = directory.toAbsolutePath();
        Path tables = absolute.resolve(TABLES);
        if (!Files.isDirectory(tables)) {
            return;
        }
        NativeLibrary.load(absolute.resolve(NATIVE));
        try (RocksSettings settings = new RocksSettings(IndexSizes.DEFAULTS)) {
            RocksDB.destroyDB(tables.toString(), settings.options());
        } catch (RocksDBException e) {
            if (RocksFailure.explain("erased", absolute, e) instanceof IndexLocked locked) {
                throw locked;
            }
            LOG.atInfo().addKeyValue("directory", tables).setCause(e).log("damaged index is erased file by file");
        }
        deleteLeftovers(tables);
    }

    private static void deleteLeftovers(Path tables) {
        if (!Files.isDirectory(tables)) {
            return;
        }
        try (Stream<Path> left = Files.walk(tables)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new IndexUnavailable("index '" + tables + "' cannot be erased: " + e + "; delete it by hand", e);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return calling("read", () -> db.get(key));
    }

    @Override
    public void write(List<Change> changes) {
        calling("written", () -> {
            try (WriteBatch batch = new WriteBatch()) {
                for (Change change : changes) {
                    switch (change) {
                        case Change.Put(byte[] key, byte[] value) -> batch.put(key, value);
                        case Change.Delete(byte[] key) -> batch.delete(key);
                    }
                }
                db.write(settings.write(), batch);
            }
        });
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        return scan(null, from, to, limit);
    }

    private List<Entry> scan(@Nullable RocksSnapshot snapshot, byte[] from, byte[] to, int limit) {
        Bounds.checkLimit(limit);
        return calling("read", () -> {
            var at = snapshot == null ? null : snapshot.open();
            return Bounds.isEmpty(from, to) ? List.of() : RocksRange.up(db, at, from, to, limit);
        });
    }

    @Override
    public List<Entry> scanDown(byte[] from, byte[] to, int limit) {
        Bounds.checkLimit(limit);
        return calling("read", () -> Bounds.isEmpty(from, to) ? List.of() : RocksRange.down(db, from, to, limit));
    }

    @Override
    public Snapshot snapshot() {
        return calling("read", () -> {
            RocksSnapshot snapshot = new RocksSnapshot(db.getSnapshot());
            snapshots.add(snapshot);
            return snapshot;
        });
    }

    @Override
    public void flush() {
        calling("flushed", () -> db.flush(settings.flush()));
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) {
        calling("written", () -> {
            try (WriteBatch batch = new WriteBatch()) {
                if (to.length > 0 && !Bounds.isEmpty(from, to)) {
                    batch.deleteRange(from, to);
                } else if (to.length == 0) {
                    // RocksDB knows no open end: remove up to the last key, and that key.
                    for (Entry last : RocksRange.down(db, from, to, 1)) {
                        batch.deleteRange(from, last.key());
                        batch.delete(last.key());
                    }
                }
                db.write(settings.write(), batch);
            }
        });
    }

    @Override
    public Usage usage() {
        return calling("read", () -> {
            long memory = db.getLongProperty("rocksdb.cur-size-all-mem-tables")
                    + db.getLongProperty("rocksdb.estimate-table-readers-mem")
                    + db.getLongProperty("rocksdb.block-cache-usage");
            return new Usage(memory, db.getLongProperty("rocksdb.total-sst-files-size"));
        });
    }

    /// Something that RocksDB is asked for.
    @FunctionalInterface
    private interface Question<T extends @Nullable Object> {
        T ask() throws RocksDBException;
    }

    /// Something that RocksDB does.
    @FunctionalInterface
    private interface Deed {
        void run() throws RocksDBException;
    }

    /// Calls RocksDB while it cannot be closed.
    ///
    /// @param action what a failure says the index cannot be
    private <T extends @Nullable Object> T calling(String action, Question<T> question) {
        guard.enter();
        try {
            return question.ask();
        } catch (RocksDBException e) {
            throw RocksFailure.explain(action, directory, e);
        } finally {
            guard.exit();
        }
    }

    private void calling(String action, Deed deed) {
        this.<@Nullable Void>calling(action, () -> {
            deed.run();
            return null;
        });
    }

    /// Flushes, then frees all native memory; open snapshots end. Calls that come later are refused.
    @Override
    public void close() {
        if (!guard.beginClose()) {
            return;
        }
        try {
            db.flush(settings.flush());
        } catch (RocksDBException e) {
            // Only costs time: the owner replays more of the log at the next start.
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .setCause(e)
                    .log("index could not be flushed before closing");
        }
        free();
    }

    /// Closes as a crash would: what was not flushed is lost.
    void abandon() {
        if (guard.beginClose()) {
            free();
        }
    }

    private void free() {
        if (!guard.awaitCalls(CALLS_END_WITHIN)) {
            // Freeing memory under a running call would end the process.
            LOG.atError().addKeyValue("directory", directory).log("index is still in use and stays open");
            return;
        }
        snapshots.forEach(snapshot -> db.releaseSnapshot(snapshot.at));
        snapshots.clear();
        db.close();
        settings.close();
    }

    private final class RocksSnapshot implements Snapshot {
        private final org.rocksdb.Snapshot at;

        RocksSnapshot(org.rocksdb.Snapshot at) {
            this.at = at;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return calling("read", () -> {
                try (ReadOptions options = new ReadOptions().setSnapshot(open())) {
                    return db.get(options, key);
                }
            });
        }

        @Override
        public List<Entry> scan(byte[] from, byte[] to, int limit) {
            return RocksIndex.this.scan(this, from, to, limit);
        }

        /// RocksDB's, which is valid until this is closed.
        org.rocksdb.Snapshot open() {
            if (!snapshots.contains(this)) {
                throw new IndexUnavailable("snapshot of index '" + directory + "' is closed", null);
            }
            return at;
        }

        @Override
        public void close() {
            if (guard.isClosing()) {
                return;
            }
            calling("released", () -> {
                if (snapshots.remove(this)) {
                    db.releaseSnapshot(at);
                }
            });
        }
    }
}
