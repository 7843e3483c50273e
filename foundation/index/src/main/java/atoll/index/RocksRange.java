package atoll.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/// One ordered read. RocksDB is told both bounds, so that it does not walk over deleted entries behind them.
final class RocksRange {
    private RocksRange() {}

    static List<OrderedIndex.Entry> up(RocksDB db, @Nullable Snapshot snapshot, byte[] from, byte[] to, int limit)
            throws RocksDBException {
        try (Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions options = options(snapshot, lower, upper, to);
                RocksIterator entries = db.newIterator(options)) {
            List<OrderedIndex.Entry> found = new ArrayList<>();
            entries.seekToFirst();
            while (found.size() < limit && entries.isValid()) {
                found.add(new OrderedIndex.Entry(entries.key(), entries.value()));
                if (found.size() < limit) {
                    entries.next();
                }
            }
            entries.status();
            return found;
        }
    }

    static List<OrderedIndex.Entry> down(RocksDB db, byte[] from, byte[] to, int limit) throws RocksDBException {
        try (Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions options = options(null, lower, upper, to);
                RocksIterator entries = db.newIterator(options)) {
            List<OrderedIndex.Entry> found = new ArrayList<>();
            entries.seekToLast();
            while (found.size() < limit && entries.isValid()) {
                found.add(new OrderedIndex.Entry(entries.key(), entries.value()));
                if (found.size() < limit) {
                    entries.prev();
                }
            }
            entries.status();
            return found;
        }
    }

    private static ReadOptions options(@Nullable Snapshot snapshot, Slice lower, Slice upper, byte[] to) {
        ReadOptions options = new ReadOptions().setIterateLowerBound(lower);
        if (to.length > 0) {
            options.setIterateUpperBound(upper);
        }
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
        return options;
    }
}
