package atoll.index;

import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.WriteOptions;

/// RocksDB's options for a small, bounded, queue-like view, and the native memory they own. Closed after the database.
final class RocksSettings implements AutoCloseable {
    /// A table in which half of so many neighbouring entries are deletions is compacted at once: the head of a queue is
    /// deleted as fast as its tail is written, and each scan from the head would walk over the dead entries.
    private static final int DELETION_WINDOW = 4096;

    private static final int DELETIONS_IN_WINDOW = DELETION_WINDOW / 2;
    private static final double DELETION_RATIO = 0.4;

    /// Of a write buffer's memory: ten bits a key for keys and values of about 60 bytes, as the ledger's view has.
    private static final double BUFFER_FILTER_RATIO = 0.02;

    private static final int RANGE_DELETIONS_BEFORE_FLUSH = 1000;
    private static final int BACKGROUND_JOBS = 2;
    private static final long TABLE_BYTES = 8L << 20;
    private static final long LOG_BYTES = 1L << 20;
    private static final int SHARD_BITS = 2;

    private final LRUCache cache;
    private final BloomFilter filter = new BloomFilter(10);
    private final TablePropertiesCollectorFactory compactOnDeletion =
            TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                    DELETION_WINDOW, DELETIONS_IN_WINDOW, DELETION_RATIO);
    private final Options options = new Options();
    private final WriteOptions write = new WriteOptions().setDisableWAL(true);
    private final FlushOptions flush = new FlushOptions().setWaitForFlush(true);

    RocksSettings(IndexSizes sizes) {
        cache = new LRUCache(sizes.blockCacheBytes(), SHARD_BITS);
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                // Counted in the cache, so that their memory has the cache's bound.
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(filter);
        options.setCreateIfMissing(true)
                .setWriteBufferSize(sizes.writeBufferBytes())
                .setMaxWriteBufferNumber(sizes.writeBuffers())
                .setMaxOpenFiles(sizes.openFiles())
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxFileOpeningThreads(1)
                .setTargetFileSizeBase(TABLE_BYTES)
                .setMemtableMaxRangeDeletions(RANGE_DELETIONS_BEFORE_FLUSH)
                // As for tables: a lookup of what does not exist shall not search the write buffer.
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(BUFFER_FILTER_RATIO)
                // Part of the library on every platform that is shipped.
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                // Most lookups are for twins that do not exist: the filters of the last level earn their memory.
                .setOptimizeFiltersForHits(false)
                // Closing flushes by itself; a simulated crash must be able not to.
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(LOG_BYTES)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setTableFormatConfig(table)
                .setTablePropertiesCollectorFactory(List.of(compactOnDeletion));
    }

    Options options() {
        return options;
    }

    WriteOptions write() {
        return write;
    }

    FlushOptions flush() {
        return flush;
    }

    @Override
    public void close() {
        flush.close();
        write.close();
        options.close();
        compactOnDeletion.close();
        filter.close();
        cache.close();
    }
}
