package atoll.server.node;

import atoll.base.file.Disk;
import atoll.base.time.TimeSource;
import atoll.index.IndexDamaged;
import atoll.index.IndexSizes;
import atoll.index.OrderedIndex;
import atoll.index.RocksIndex;
import atoll.log.TopicSpec;
import atoll.log.embedded.EmbeddedEventLog;
import atoll.log.embedded.EmbeddedLogConfig;
import atoll.work.DeliveryLog;
import atoll.work.ledger.PartitionLedger;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is on disk: the event log, which is the truth, and the index, which is a view of it.
///
/// @param index of the work
/// @param events where events are, to find them
/// @param deliveries how work partitions are laid out in the log
record Storage(EmbeddedEventLog log, OrderedIndex index, OrderedIndex events, DeliveryLog deliveries)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    /// Looked into by people, so it needs little memory.
    private static final IndexSizes FIND_SIZES = new IndexSizes(8L << 20, 2, 8L << 20, 64);

    /// Opens both below the data directory, creating what is absent.
    ///
    /// @param disk carries the log; the index has its own files
    static Storage open(Path data, AtollConfig config, Disk disk, TimeSource time, MeterRegistry meters) {
        EmbeddedLogConfig d = EmbeddedLogConfig.DEFAULTS;
        EmbeddedLogConfig logConfig = new EmbeddedLogConfig(
                config.log().sync(),
                d.segmentBytes(),
                d.journalBytes(),
                d.checkpointEvery(),
                d.tailBytes(),
                d.waitingAppends(),
                d.waitingBytes(),
                d.openFiles());
        EmbeddedEventLog log = EmbeddedEventLog.open(data.resolve("log"), logConfig, disk, time, meters)
                .start();
        try {
            // The number of partitions decides where a wiki's deliveries are, so what the directory has wins.
            int partitions = log.topic(DeliveryLog.TOPIC)
                    .map(TopicSpec::partitions)
                    .orElse(config.jobs().partitions());
            log.createTopic(DeliveryLog.TOPIC, TopicSpec.keepAll(partitions));
            log.createTopic(PartitionLedger.TOPIC, TopicSpec.keepAll(partitions));
            OrderedIndex work = openIndex(data.resolve("index"), IndexSizes.DEFAULTS);
            return new Storage(
                    log, work, openEvents(data, work), new DeliveryLog(partitions, Wikis.sectionOf(config.wikis())));
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private static OrderedIndex openEvents(Path data, OrderedIndex work) {
        try {
            return openIndex(data.resolve("find"), FIND_SIZES);
        } catch (RuntimeException e) {
            work.close();
            throw e;
        }
    }

    private static OrderedIndex openIndex(Path directory, IndexSizes sizes) {
        try {
            return RocksIndex.open(directory, sizes);
        } catch (IndexDamaged e) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .addKeyValue("reason", e.getMessage())
                    .log("index is damaged, rebuilding it from the log");
            RocksIndex.erase(directory);
            return RocksIndex.open(directory, sizes);
        }
    }

    @Override
    public void close() {
        events.close();
        index.close();
        log.close();
    }
}
